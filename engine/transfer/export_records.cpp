#include "engine/transfer/export_records.h"

#include "engine/transfer/ion_writer.h"
#include "engine/values/json_text.h"

namespace engine::transfer {
namespace {

constexpr std::string_view ionVersion = "$ion_1_0 ";

void appendJsonImage(std::string_view name, values::ItemView item, std::string& out) {
    out.append(",\"").append(name).append("\":");
    values::appendJsonMembers(item.members(), out);
}

void appendIonImage(std::string_view name, values::ItemView item, std::string& out) {
    out.append(",").append(name).append(":");
    appendIonMembers(item.members(), out);
}

}  // namespace

void appendItemRecord(ExportFormat format, values::ItemView item, std::string& out) {
    if (format == ExportFormat::Ion) {
        out.append(ionVersion).append("{Item:");
        appendIonMembers(item.members(), out);
    } else {
        out += "{\"Item\":";
        values::appendJsonMembers(item.members(), out);
    }
    out += "}\n";
}

void appendChangeRecord(ExportFormat format, const ItemChange& change, std::string& out) {
    const bool isIon = format == ExportFormat::Ion;
    const auto appendImage = isIon ? appendIonImage : appendJsonImage;
    const std::string time = std::to_string(change.writeTimestampMicros);
    if (isIon) {
        out.append(ionVersion).append("{Record:{Metadata:{WriteTimestampMicros:");
        out.append(time).append(".}");
    } else {
        out.append("{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"").append(time).append("\"}}");
    }
    appendImage("Keys", change.keys, out);
    if (change.oldImage) {
        appendImage("OldImage", *change.oldImage, out);
    }
    if (change.newImage) {
        appendImage("NewImage", *change.newImage, out);
    }
    out += isIon ? "}}\n" : "}\n";
}

}  // namespace engine::transfer
