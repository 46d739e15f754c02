"""clang-tidy over our sources.

A file is checked again only when it, a header of ours that it includes, or the configuration changed. Files of one room
are checked together, through a file that includes them, because most of the time goes into the headers of others. A
batch with a finding is halved until the files that have one are found.
"""

import concurrent.futures
import functools
import hashlib
import itertools
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build/tidy"
BATCH_SIZE = 40
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "openspc/tidy"
OUR_INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)


def text_of(command: list[str]) -> str:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


@functools.cache
def content(path: pathlib.Path) -> str:
    return path.read_text(encoding="utf-8")


@functools.cache
def includes(path: pathlib.Path) -> tuple[pathlib.Path, ...]:
    candidates = (folder / name for name in OUR_INCLUDE.findall(content(path)) for folder in (ROOT / "src", path.parent))
    return tuple(candidate for candidate in candidates if candidate.is_file())


def reached(path: pathlib.Path) -> set[pathlib.Path]:
    found, waiting = {path}, [path]
    while waiting:
        for header in includes(waiting.pop()):
            if header not in found:
                found.add(header)
                waiting.append(header)
    return found


def compile_flags() -> dict[pathlib.Path, tuple[str, ...]]:
    """The preprocessor flags of every file: -I, -isystem, -D and -std."""
    result = {}
    for entry in json.loads(content(BUILD / "compile_commands.json")):
        words = shlex.split(entry["command"])
        kept = []
        for word, following in zip(words, words[1:] + [""]):
            if word == "-isystem":
                kept += [word, following]
            elif word.startswith(("-I", "-D", "-std")):
                kept.append(word)
        result[pathlib.Path(entry["file"])] = tuple(kept)
    return result


def tidy(arguments: list[str]) -> tuple[bool, str]:
    done = subprocess.run(["clang-tidy-19", "--quiet", *arguments], cwd=ROOT, capture_output=True, text=True)
    return done.returncode == 0, done.stdout


def written(name: str, files: list[pathlib.Path]) -> str:
    batch = BUILD / "batches" / f"{name}.cpp"
    batch.write_text("".join(f'#include "{file}"\n' for file in files))
    return str(batch)


def clashing(name: str, files: list[pathlib.Path], flags: tuple[str, ...]) -> list[pathlib.Path]:
    """Those that do not compile behind the others, mostly because both have a helper of the same name."""
    command = ["clang++-19", "-fsyntax-only", "-w", "-ferror-limit=0", *flags, written(name, files)]
    complaints = subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stderr
    return [file for file in files if re.search(rf"^{re.escape(str(file))}:\d+:\d+: (fatal )?error:", complaints, re.M)]


def check_together(name: str, files: list[pathlib.Path], flags: tuple[str, ...]) -> bool:
    clean, _ = tidy([f"--config-file={ROOT}/.clang-tidy", "--checks=-bugprone-suspicious-include",
                     r"--header-filter=/(rooms|src)/.*\.(h|cpp)$", written(name, files), "--", *flags])
    return clean


def check_batch(name: str, files: list[pathlib.Path], flags: tuple[str, ...]) -> dict[pathlib.Path, str]:
    """What is wrong with each file; nothing for clean ones."""
    if len(files) == 1:
        clean, findings = tidy(["-p", str(BUILD), str(files[0])])
        return {} if clean else {files[0]: findings}
    apart = clashing(name, files, flags)
    if not apart and check_together(name, files, flags):
        return {}
    if len(apart) in (0, len(files)):
        apart = files[len(files) // 2:]
    rest = [file for file in files if file not in apart]
    return check_batch(f"{name}_1", rest, flags) | check_batch(f"{name}_2", apart, flags)


def batches(files: list[pathlib.Path], flags: dict[pathlib.Path, tuple[str, ...]]):
    # A room with checks of its own has the analyzer, which looks only at what stands in the main file.
    def kind(file: pathlib.Path):
        return file.parent.name, flags[file], str(file) if (file.parent / ".clang-tidy").exists() else ""

    for (room, common, _), members in itertools.groupby(sorted(files, key=kind), key=kind):
        members = list(members)
        for start in range(0, len(members), BATCH_SIZE):
            chosen = members[start:start + BATCH_SIZE]
            yield f"{room}_{chosen[0].stem}", chosen, common


def main() -> int:
    CACHE.mkdir(parents=True, exist_ok=True)
    (BUILD / "batches").mkdir(exist_ok=True)
    configuration = [*sorted(ROOT.glob("src/*/.clang-tidy")), ROOT / ".clang-tidy", pathlib.Path(__file__)]
    base = "".join(map(content, configuration)) + text_of(["clang-tidy-19", "--version"])
    flags = compile_flags()
    files = [ROOT / name for name in text_of(["git", "ls-files", "src/*.cpp"]).split() if ROOT / name in flags]

    def mark(file: pathlib.Path) -> pathlib.Path:
        parts = [base, *flags[file], *itertools.chain(*((str(path), content(path)) for path in sorted(reached(file))))]
        # Other checkouts of the same files are as clean.
        return CACHE / hashlib.sha256("\0".join(parts).replace(str(ROOT), "").encode()).hexdigest()[:40]

    marks = {file: mark(file) for file in files}
    unknown = [file for file in files if not marks[file].exists()]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        running = {pool.submit(check_batch, *batch): batch[1] for batch in batches(unknown, flags)}
        for done in concurrent.futures.as_completed(running):
            findings = done.result()
            for file in running[done]:
                if file in findings:
                    print(findings[file], flush=True)
                else:
                    marks[file].touch()
            failed += len(findings)
    print(f"clang-tidy: {failed} of {len(files)} files have findings, see above" if failed
          else f"clang-tidy: {len(files)} files are clean, {len(unknown)} of them were checked")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
