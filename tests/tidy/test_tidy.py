"""Each rule of tidy.py finds the fault that it is for."""
import tidy

ROOMS = tidy.level_table("""
| level | folder | holds | may include |
|---|---|---|---|
| 0 | engine/base | x | - |
| 1 | engine/values | x | 0 |
| 3 | engine/storage | x | 0-2, lmdb |
| 20 | widgets/common | x | Qt |
| 30 | app/workspace | x | 0, QtCore, QtSql |
""")


def includes(path, line):
    return list(tidy.check_includes(path, line + "\n", ROOMS))


def test_reads_levels_and_libraries():
    assert ROOMS["engine/storage"] == (3, {0, 1, 2}, {"lmdb"})


def test_a_lower_level_is_allowed_and_a_higher_one_is_not():
    assert includes("engine/values/number.h", '#include "engine/base/result.h"') == []
    assert includes("engine/base/result.h", '#include "engine/values/number.h"') == [
        "engine/base/result.h:1: engine/base may not include engine/values"]


def test_a_library_stays_in_its_room():
    assert includes("engine/storage/a.cpp", "#include <lmdb.h>") == []
    assert len(includes("engine/values/a.cpp", "#include <lmdb.h>")) == 1


def test_the_engine_has_no_qt_and_the_workspace_no_widgets():
    assert len(includes("engine/values/a.cpp", "#include <QString>")) == 1
    assert includes("app/workspace/a.cpp", "#include <QSqlQuery>") == []
    assert len(includes("app/workspace/a.cpp", "#include <QWidget>")) == 1


def test_banned_words_are_found():
    def words(path, line):
        return len(list(tidy.check_words(path, line)))
    assert words("engine/values/a.cpp", "double x = 1;") == 1
    assert words("app/window/a.cpp", "dialog.exec();") == 1
    assert words("tests/engine/a.cpp", "std::this_thread::sleep_for(x);") == 1
    assert words("engine/base/a.cpp", "// TO" "DO later") == 1
    assert words("engine/base/a.cpp", "int fine = 1;") == 0


def test_a_source_outside_cmake_is_found():
    assert list(tidy.check_cmake(["engine/base/never_listed.cpp"])) == [
        "engine/base/never_listed.cpp: no CMakeLists.txt lists it"]
    assert list(tidy.check_cmake(["engine/base/base64.cpp"])) == []


def test_a_long_file_is_found():
    assert len(list(tidy.check_length("a.cpp", "\n" * 601))) == 1
