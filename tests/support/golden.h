#pragma once

#include <QImage>
#include <QString>

// Golden pictures in tests/golden/qt6.4/<name>.png. They hold for Qt 6.4 with Inter and
// JetBrains Mono at ratio 1; elsewhere comparisons are skipped.
namespace tidemark::testing {

enum class Verdict { Same, Different, Skipped };

struct Comparison {
    Verdict verdict = Verdict::Same;
    QString message;
};

// Compares with the golden picture. On a difference the actual picture and a difference picture
// are left in <build>/golden. TIDEMARK_UPDATE_GOLDEN=1 rewrites the golden picture instead, and
// TIDEMARK_SHOTS_DIR also writes the picture there.
Comparison compareWithGolden(const QString& name, const QImage& picture);

}  // namespace tidemark::testing
