"""The code of the README runs, block after block."""

import pathlib
import re

readme = pathlib.Path(__file__).parent.parent / "README.md"


def test_readme(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    blocks = list(re.finditer(r"^```python\n(.*?)^```$", readme.read_text(), re.DOTALL | re.MULTILINE))
    assert len(blocks) > 5
    names = {}
    for block in blocks:
        line = readme.read_text()[: block.start(1)].count("\n")
        exec(compile("\n" * line + block[1], str(readme), "exec"), names)
