#!/usr/bin/env python3
"""House rules that a machine can check: the README's level table, banned words, files outside CMake,
operations without a black-box file, README length. Prints one line a finding; exit code 1 if any."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Libraries by the include that gives them away. QtCore, QtGui and QtSql headers are told from the
# rest of Qt by name.
LIBRARIES = {
    "lmdb": r"^lmdb\.h$",
    "simdjson": r"^simdjson",
    "microhttpd": r"^microhttpd\.h$",
    "Qsci": r"^Qsci/",
    "curl": r"^curl/",
}
QT_CORE = set(
    "QObject QString QStringView QByteArray QList QMap QHash QSet QVariant QFuture QPromise QThread QThreadPool "
    "QMutex QTimer QElapsedTimer QDateTime QFile QFileInfo QDir QSaveFile QTemporaryDir QJsonObject QJsonArray "
    "QJsonDocument QJsonValue QStringList QCoreApplication QStandardPaths QPointer QtGlobal QUuid QUrl QMetaObject "
    "QFutureWatcher QDebug QLoggingCategory QLocale QTextStream QRegularExpression QAbstractItemModel "
    "QAbstractTableModel QAbstractListModel QSortFilterProxyModel QModelIndex QEvent QRunnable QSemaphore "
    "QCryptographicHash QSocketNotifier QSize QPoint QRect QMimeData QChar QLatin1String QtTypes QtCore QTextBoundaryFinder "
    "QIODevice QMetaType QMargins QScopeGuard QWaitCondition QReadWriteLock QCollator QStringBuilder QPair".split()
)
QT_GUI = set("QKeySequence QAction QColor QFont QIcon QPixmap QImage QPainter QGuiApplication QClipboard QUndoCommand "
             "QUndoStack QFontDatabase QPalette QKeyEvent".split())
BANNED = [
    (r"\bsleep_for\b|\busleep\(|\bqSleep\(|QThread::m?u?sleep", "sleeps", None),
    (r"processEvents\(", "a nested event loop", r"^tests/"),
    (r"\.exec\(\)", "a nested event loop", r"^(app/main\.cpp|app/application/|tests/|app/workspace/)"),
    (r"system_clock::now|currentDateTime|currentMSecsSinceEpoch", "time outside the Clock seam",
     r"^(engine/base/clock\.cpp|app/|tests/)"),
    (r"std::random_device|\brand\(\)", "randomness outside the Random seam", r"^(engine/base/random\.cpp|tests/)"),
    (r"std::endl", "std::endl (flushes)", None),
    (r"\bSIGNAL\(|\bSLOT\(", "string-based connect", None),
    (r"FIX" r"ME|TO" r"DO|XX" r"X\b", "an unfinished mark", None),
    (r"DISABLED_|QSKIP\((?!\"|tr)", "a disabled test without a reason", None),
    (r"\bdouble\b|\bstd::stod\b|\bstrtod\b|\batof\b", "double near an item's numbers",
     r"^(?!engine/(values|expressions|storage|schema)/)|^engine/values/(number_float|vector_distance)\.cpp$"),
    (r"#include <QtWidgets>|#include <QtCore>|#include <QtGui>", "a whole Qt module", None),
]


def tracked(*patterns):
    out = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
                         cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [p for p in out.split("\0") if p and (ROOT / p).exists()]


def level_table(readme_text):
    """folder -> (level, set of levels, set of libraries) from the README's table."""
    rooms = {}
    for line in readme_text.splitlines():
        cells = [c.strip() for c in line.strip().strip("|").split("|")]
        if len(cells) != 4 or not re.fullmatch(r"\d+", cells[0]):
            continue
        levels, libraries = set(), set()
        for part in (p.strip() for p in cells[3].split(",")):
            if re.fullmatch(r"\d+", part):
                levels.add(int(part))
            elif re.fullmatch(r"\d+-\d+", part):
                low, high = map(int, part.split("-"))
                levels.update(range(low, high + 1))
            elif part != "-":
                libraries.add(part)
        rooms[cells[1]] = (int(cells[0]), levels, libraries)
    return rooms


def room_of(path, rooms):
    parts = path.split("/")
    for depth in range(len(parts) - 1, 0, -1):
        folder = "/".join(parts[:depth])
        if folder in rooms:
            return folder
    return None


def qt_library(header):
    name = header.split("/")[-1]
    if not re.match(r"^Q[A-Za-z]|^Qt", name):
        return None
    if name.startswith("QSql"):
        return "QtSql"
    if name in QT_CORE:
        return "QtCore"
    if name in QT_GUI:
        return "QtGui"
    return "Qt"


def allowed_library(library, libraries):
    if library in libraries:
        return True
    return library in ("QtCore", "QtGui") and "Qt" in libraries or library == "QtCore" and "QtGui" in libraries


def check_includes(path, text, rooms):
    room = room_of(path, rooms)
    if room is None:
        if not path.startswith("tests/") and path != "app/main.cpp":
            yield f"{path}: its folder is not in the README's level table"
        return
    _, levels, libraries = rooms[room]
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*(<([^>]+)>|"([^"]+)")', line)
        if not match:
            continue
        header = match.group(2) or match.group(3)
        if match.group(3):
            other = room_of(header, rooms)
            if other is None:
                if not header.endswith(".moc"):
                    yield f"{path}:{number}: {header} is in no room of the level table"
            elif other != room and rooms[other][0] not in levels:
                yield f"{path}:{number}: {room} may not include {other}"
            continue
        for library, pattern in LIBRARIES.items():
            if re.search(pattern, header) and library not in libraries:
                yield f"{path}:{number}: {room} may not include {header}"
        if not header.startswith("Qsci/"):
            qt = qt_library(header)
            if qt and not allowed_library(qt, libraries):
                yield f"{path}:{number}: {room} may not include {header} ({qt})"


def check_words(path, text):
    for number, line in enumerate(text.splitlines(), 1):
        code = line if path.startswith("tests/") else re.sub(r"//.*", "", line)
        for pattern, what, exempt in BANNED:
            if exempt and re.search(exempt, path):
                continue
            subject = line if what == "an unfinished mark" else code
            if re.search(pattern, subject):
                yield f"{path}:{number}: {what}: {line.strip()[:80]}"


def check_length(path, text):
    lines = text.count("\n")
    if lines > 600:
        yield f"{path}: {lines} lines; a file this long holds two ideas (600 at most)"


def check_cmake(sources):
    for path in sources:
        if not path.endswith(".cpp"):
            continue
        folder = pathlib.PurePosixPath(path).parent
        listed = False
        while True:
            cmake = ROOT / folder / "CMakeLists.txt"
            if cmake.exists():
                relative = str(pathlib.PurePosixPath(path).relative_to(folder)) if str(folder) != "." else path
                text = cmake.read_text()
                stem = pathlib.PurePosixPath(path).stem
                listed = listed or re.search(rf"(^|[\s/(\"]){re.escape(relative)}($|[\s)\"])", text, re.M) is not None \
                    or path.startswith("tests/") and re.search(rf"(^|[\s(]){re.escape(stem)}($|[\s)])", text, re.M) is not None
            if str(folder) == "." or listed:
                break
            folder = folder.parent
        if not listed:
            yield f"{path}: no CMakeLists.txt lists it"


def check_operations():
    table = ROOT / "engine/wire/operation_table.cpp"
    if not table.exists():
        yield "engine/wire/operation_table.cpp: the operation table is missing"
        return
    names = sorted(set(re.findall(r'\{\s*"([A-Z][A-Za-z]+)"', table.read_text())))
    if not names:
        yield "engine/wire/operation_table.cpp: no operation was found in the table"
    for name in names:
        snake = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
        if not (ROOT / f"tests/blackbox/test_{snake}.py").exists():
            yield f"tests/blackbox/test_{snake}.py: operation {name} has no black-box file"


def check_readmes(rooms):
    for folder in sorted(set(rooms) | {"packaging", "tests", "resources", "translations"}):
        readme = ROOT / folder / "README.md"
        if not readme.exists():
            yield f"{folder}/README.md: missing"
        elif len(readme.read_text().splitlines()) > 20:
            yield f"{folder}/README.md: more than 20 lines"


def check_top_level():
    allowed = {"CMakeLists.txt", "app", "widgets", "engine", "resources", "translations", "tests", "packaging",
               "README.md", "dev", "CMakePresets.json", "LICENSE", ".clang-format", ".clang-tidy", ".editorconfig",
               ".gitignore", ".ci", "CHANGELOG.md", "CONTRIBUTING.md"}
    present = {path.split("/")[0] for path in tracked()}
    for name in sorted(present - allowed):
        yield f"{name}: does not belong on the top level"
    for name in sorted(allowed - present):
        yield f"{name}: missing on the top level"


def findings():
    rooms = level_table((ROOT / "README.md").read_text())
    if len(rooms) < 10:
        yield "README.md: the level table was not found"
    sources = tracked("*.h", "*.cpp")
    for path in sources:
        text = (ROOT / path).read_text(encoding="utf-8")
        if not path.startswith("tests/"):
            yield from check_includes(path, text, rooms)
        yield from check_words(path, text)
        yield from check_length(path, text)
    yield from check_cmake(sources)
    yield from check_operations()
    yield from check_readmes(rooms)
    yield from check_top_level()


def main():
    found = list(findings())
    for line in found:
        print(line)
    print(f"tidy: {len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
