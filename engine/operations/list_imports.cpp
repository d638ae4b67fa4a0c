#include "engine/operations/list_imports.h"

#include <utility>

#include "engine/operations/handlers.h"

namespace engine::operations {

Result<ListImportsOutput> listImports(const Context& context, const ListImportsInput& input) {
    auto request = input.page;
    request.kind = JobKind::Import;
    auto page = listJobPage(context, request);
    if (!page) {
        return std::move(page).error();
    }
    return ListImportsOutput{*std::move(page)};
}

}  // namespace engine::operations
