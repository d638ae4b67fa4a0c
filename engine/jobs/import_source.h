#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/os/folders.h"
#include "engine/jobs/job_task.h"
#include "engine/transfer/compression.h"
#include "engine/transfer/record_reader.h"

// The objects that an import or a bulk put reads, one after the other in the order of their keys.
namespace engine::jobs {

// Where an import stands.
struct ImportPlace {
    std::string key;  // of the object that is being read; empty in the beginning
    transfer::RecordPosition position;
    friend bool operator==(const ImportPlace&, const ImportPlace&) = default;
};

std::string encodePlace(const ImportPlace& place);
ImportPlace decodePlace(std::string_view bytes);  // the beginning for no bytes
// Keys of the table and of its indexes.
Result<void> checkItem(const schema::Table& table, const values::AttributeMap& item);

class ImportSource final {
public:
    ImportSource(const JobTools& tools, const operations::JobRecord& job,
                 const schema::Table& table);

    // Lists the objects and goes to the place. ResourceNotFound when the bucket does not exist.
    Result<void> open(const ImportPlace& place);
    // The object at the place; null behind the last one.
    const os::FoundFile* object() const;
    // The next record of the object; nullopt at its end. An error ends this object only.
    Result<std::optional<transfer::Record>> next();
    // Goes on with the next object.
    void nextObject();
    ImportPlace place() const;
    std::uint64_t totalBytes() const;  // of all objects, as they are stored
    std::size_t objects() const { return m_objects.size(); }

private:
    Result<void> openObject(transfer::RecordPosition startAt);

    const JobTools& m_tools;
    const operations::JobRecord m_job;
    const schema::Table m_table;
    std::string m_bucket;
    std::vector<os::FoundFile> m_objects;
    std::size_t m_at = 0;
    transfer::RecordPosition m_startAt;
    std::unique_ptr<transfer::InflateBudget> m_budget;
    std::unique_ptr<transfer::RecordReader> m_reader;
};

}  // namespace engine::jobs
