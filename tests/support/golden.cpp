#include "tests/support/golden.h"

#include <QDir>
#include <QFontInfo>
#include <QtGlobal>

#include <algorithm>
#include <cstdlib>

#include "widgets/common/theme.h"

namespace tidemark::testing {

namespace {

// Processors round the raster engine's blending differently by a step or two.
constexpr int channelTolerance = 6;

QString environmentProblem() {
    if (!QString::fromLatin1(qVersion()).startsWith(QLatin1String("6.4."))) {
        return QStringLiteral("golden pictures are for Qt 6.4, this is %1")
            .arg(QLatin1String(qVersion()));
    }
    const QString interface = QFontInfo(Theme::interfaceFont()).family();
    const QString mono = QFontInfo(Theme::monoFont()).family();
    if (interface != QLatin1String("Inter") || mono != QLatin1String("JetBrains Mono")) {
        return QStringLiteral("golden pictures need Inter and JetBrains Mono, found %1 and %2")
            .arg(interface, mono);
    }
    return {};
}

bool differs(QRgb first, QRgb second) {
    const int most =
        std::max({std::abs(qRed(first) - qRed(second)), std::abs(qGreen(first) - qGreen(second)),
                  std::abs(qBlue(first) - qBlue(second))});
    return most > channelTolerance;
}

// The golden picture faded, with every differing pixel in red; `count` tells how many.
QImage differencePicture(const QImage& golden, const QImage& actual, qint64& count) {
    QImage result(golden.size(), QImage::Format_RGB32);
    count = 0;
    for (int y = 0; y < golden.height(); ++y) {
        for (int x = 0; x < golden.width(); ++x) {
            const QRgb expected = golden.pixel(x, y);
            const bool different = differs(expected, actual.pixel(x, y));
            count += different ? 1 : 0;
            const int gray = 128 + qGray(expected) / 2;
            result.setPixel(x, y, different ? qRgb(230, 0, 30) : qRgb(gray, gray, gray));
        }
    }
    return result;
}

}  // namespace

Comparison compareWithGolden(const QString& name, const QImage& picture) {
    const QString file = name + QStringLiteral(".png");
    const QString shots = qEnvironmentVariable("TIDEMARK_SHOTS_DIR");
    if (!shots.isEmpty() && QDir().mkpath(shots)) {
        picture.save(QDir(shots).filePath(file));
    }
    if (const QString problem = environmentProblem(); !problem.isEmpty()) {
        return {Verdict::Skipped, problem};
    }
    const QDir golden(QStringLiteral(TIDEMARK_GOLDEN_DIR "/qt6.4"));
    if (qEnvironmentVariableIntValue("TIDEMARK_UPDATE_GOLDEN") == 1) {
        const bool saved = QDir().mkpath(golden.path()) && picture.save(golden.filePath(file));
        return {saved ? Verdict::Same : Verdict::Different, QStringLiteral("rewritten")};
    }
    const QDir output(QStringLiteral(TIDEMARK_GOLDEN_OUTPUT));
    QDir().mkpath(output.path());
    const auto keepActual = [&] {
        picture.save(output.filePath(name + QStringLiteral("-actual.png")));
    };
    const QImage expected(golden.filePath(file));
    if (expected.isNull() || expected.size() != picture.size()) {
        keepActual();
        return {Verdict::Different,
                QStringLiteral("%1: no golden picture of this size; the actual one is in %2")
                    .arg(name, output.path())};
    }
    qint64 count = 0;
    const QImage difference = differencePicture(expected, picture, count);
    if (count == 0) {
        return {};
    }
    keepActual();
    difference.save(output.filePath(name + QStringLiteral("-difference.png")));
    return {Verdict::Different,
            QStringLiteral("%1: %2 pixels differ; see %3").arg(name).arg(count).arg(output.path())};
}

}  // namespace tidemark::testing
