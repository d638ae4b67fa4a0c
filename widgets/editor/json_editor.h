#pragma once

#include <memory>

#include <QWidget>

#include "engine/values/attribute_value.h"
#include "widgets/values/value_text.h"

namespace tidemark {

class Theme;

// The QScintilla editor for one item: highlighting in the theme's tokens, folding, line numbers,
// brace matching, a squiggle and a message line where the text is not an item (checked 150 ms after
// the last key). A segmented switch on top: "DynamoDB JSON" | "JSON"; switching keeps unsaved
// changes and types; values whose type plain JSON cannot show are named below.
class JsonEditor final : public QWidget {
    Q_OBJECT
public:
    JsonEditor(Theme& theme, QWidget* parent);
    ~JsonEditor() override;

    // Shows an item and forgets changes.
    void setItem(const engine::values::AttributeMap& item, const QStringList& keyNames);
    // Shows the sentence instead of an item.
    void clear(const QString& emptyText);
    void setReadOnly(bool readOnly);

    text::JsonFlavour flavour() const;
    // Stays with the old flavour while the text is not an item.
    void setFlavour(text::JsonFlavour flavour);
    bool isModified() const;
    bool isValid() const;
    // The edited item; ok = false with the problem while the text is not an item.
    text::ParsedItem parsed() const;
    QString plainText() const;
    // As typed by a person: one undo step.
    void setPlainText(const QString& text);

signals:
    void modifiedChanged(bool modified);
    void validityChanged(bool valid);
    void saveRequested();  // Ctrl+Enter inside the editor
    // Escape or F6 inside the editor. The focus goes to the next control unless the receiver moves
    // it.
    void leaveRequested();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}  // namespace tidemark
