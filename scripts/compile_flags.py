"""Prints the preprocessor flags (-I, -isystem, -D, -std) that compile_commands.json records for a file. Exit status 1 when it has none."""

import json
import pathlib
import shlex
import sys


def main() -> int:
    database, wanted = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    for entry in json.loads(pathlib.Path(database).read_text()):
        if pathlib.Path(entry["file"]).resolve() != wanted:
            continue
        words, flags = shlex.split(entry["command"]), []
        for position, word in enumerate(words):
            if word == "-isystem":
                flags += [word, words[position + 1]]
            elif word.startswith(("-I", "-D", "-std")):
                flags.append(shlex.quote(word) if '"' in word else word)
        print(" ".join(flags))
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
