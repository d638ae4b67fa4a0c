#include "engine/operations/list_exports.h"

#include <utility>

#include "engine/operations/handlers.h"

namespace engine::operations {

Result<ListExportsOutput> listExports(const Context& context, const ListExportsInput& input) {
    auto request = input.page;
    request.kind = JobKind::Export;
    auto page = listJobPage(context, request);
    if (!page) {
        return std::move(page).error();
    }
    return ListExportsOutput{*std::move(page)};
}

}  // namespace engine::operations
