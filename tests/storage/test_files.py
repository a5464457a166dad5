import os
import sys
import unicodedata
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.errors import (
    ChangedOnDiskError,
    SnnnotesError,
    UnreadableFileError,
    WouldOverwriteError,
    WriteError,
)
from snnnotes.model.change import FileChange
from snnnotes.storage.files import existing, fold_name, read_text, read_text_in, text_in, write_all

NOTE = PurePosixPath("notes/2023/膜电位.md")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")


def change(path: str, before: str | None, after: str) -> FileChange:
    return FileChange(PurePosixPath(path), before, after)


def files_in(root: Path) -> dict[str, str]:
    """Every file under `root`, hidden ones too, with its text."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes().decode()
        for path in root.rglob("*")
        if path.is_file()
    }


def write(root: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("\ufeff---\r\ntitle: LIF\r\n---\r\n", id="byte-order-mark-and-crlf"),
        pytest.param("no final newline", id="no-final-newline"),
        pytest.param("膜电位" * 2_300_000, id="20-MB"),
    ],
)
def test_text_is_read_as_it_is(text: str, tmp_path: Path) -> None:
    write(tmp_path, {"a.md": text})

    assert read_text(tmp_path / "a.md", PurePosixPath("a.md")) == text


def test_missing_file_is_called_by_the_name_that_the_user_knows(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read_text(tmp_path / "nowhere" / "膜电位.md", NOTE)

    assert str(caught.value) == "notes/2023/膜电位.md: no such file"


def test_folder_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"膜电位\.md: a folder, not a file"):
        read_text(tmp_path, NOTE)


@POSIX
def test_named_pipe_does_not_stop_the_program(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")

    with pytest.raises(UnreadableFileError, match="not a file with text in it"):
        read_text(tmp_path / "pipe.md", NOTE)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        pytest.param(PermissionError(13, "Permission denied"), "you may not read it", id="denied"),
        pytest.param(OSError(5, "Input/output error"), "Input/output error", id="bad-disk"),
    ],
)
def test_file_that_the_system_does_not_give_is_named_with_the_reason(
    error: OSError, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise error

    write(tmp_path, {"a.md": "text"})
    monkeypatch.setattr("snnnotes.storage.files.os.open", refuse)

    with pytest.raises(UnreadableFileError) as caught:
        read_text(tmp_path / "a.md", NOTE)

    assert str(caught.value) == f"{NOTE}: {message}"


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read all")
def test_file_without_permission_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "text"})
    (tmp_path / "a.md").chmod(0)

    with pytest.raises(UnreadableFileError, match="you may not read it"):
        read_text(tmp_path / "a.md", NOTE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("SEENN.md", "seenn.md", id="case"),
        pytest.param("Ärzte.md", "ärzte.md", id="case-of-accented"),
        pytest.param("é.md", "e\u0301.md", id="composed-and-decomposed"),
        pytest.param("É.md", "e\u0301.md", id="both"),
        pytest.param("Straße.md", "STRASSE.md", id="sharp-s"),
        pytest.param("한글.md", unicodedata.normalize("NFD", "한글.md"), id="hangul"),
    ],
)
def test_names_that_some_disk_takes_for_one_fold_to_one(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("膜电位.md", "膜电壓.md", id="chinese"),
        pytest.param("a.md", "á.md", id="accent"),
        pytest.param("A B.md", "A,B.md", id="punctuation"),
    ],
)
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)


@given(st.text(max_size=12))
def test_folding_is_stable(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)
    assert fold_name(unicodedata.normalize("NFD", name)) == fold_name(name)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param("notes/2023/SEENN.md", "notes/2023/SEENN.md", id="same"),
        pytest.param("notes/2023/seenn.md", "notes/2023/SEENN.md", id="case"),
        pytest.param("Notes/2023/Seenn.MD", "notes/2023/SEENN.md", id="case-of-a-folder"),
        pytest.param("notes/2023", "notes/2023", id="folder"),
        pytest.param("notes/2023/cafe\u0301.md", "notes/2023/café.md", id="decomposed"),
        pytest.param("notes/2024/SEENN.md", None, id="other-folder"),
        pytest.param("notes/2023/SEENN.md/x", None, id="under-a-file"),
    ],
)
def test_existing_file_is_found_under_every_spelling(
    asked: str, found: str | None, tmp_path: Path
) -> None:
    write(tmp_path, {"notes/2023/SEENN.md": "", "notes/2023/café.md": ""})

    assert existing(tmp_path, PurePosixPath(asked)) == (found and PurePosixPath(found))


@POSIX
def test_existing_prefers_the_very_name_to_its_twin(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "", "A.md": ""})
    if len(list(tmp_path.iterdir())) == 1:
        pytest.skip("this disk takes a.md and A.md for one")

    assert existing(tmp_path, PurePosixPath("a.md")) == PurePosixPath("a.md")
    assert existing(tmp_path, PurePosixPath("A.md")) == PurePosixPath("A.md")


def test_new_file_is_made_with_its_folders(tmp_path: Path) -> None:
    write_all(tmp_path, [change("notes/2023/膜电位.md", None, "新\r\n")])

    assert files_in(tmp_path) == {"notes/2023/膜电位.md": "新\r\n"}


def test_several_files_change_at_once(tmp_path: Path) -> None:
    write(tmp_path, {"README.md": "old", "README.zh-CN.md": "旧"})

    write_all(
        tmp_path,
        [
            change("README.md", "old", "new"),
            change("notes/a.md", None, "\ufeffa"),
            change("README.zh-CN.md", "旧", "新"),
        ],
    )

    assert files_in(tmp_path) == {
        "README.md": "new",
        "README.zh-CN.md": "新",
        "notes/a.md": "\ufeffa",
    }


def test_nothing_to_change_is_fine(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "same"})
    before = (tmp_path / "a.md").stat()

    write_all(tmp_path, [change("a.md", "same", "same")])
    write_all(tmp_path, [])

    assert (tmp_path / "a.md").stat() == before


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_permissions_stay(mode: int, tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "old"})
    (tmp_path / "a.md").chmod(mode)

    write_all(tmp_path, [change("a.md", "old", "new")])

    assert (tmp_path / "a.md").stat().st_mode & 0o777 == mode


@POSIX
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_new_file_has_the_permissions_that_the_user_gives_new_files(
    mask: int, mode: int, tmp_path: Path
) -> None:
    before = os.umask(mask)
    try:
        write_all(tmp_path, [change("a.md", None, "new")])
    finally:
        os.umask(before)

    assert (tmp_path / "a.md").stat().st_mode & 0o777 == mode


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() != 0, reason="only root gives files")
def test_owner_stays(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "old"})
    os.chown(tmp_path / "a.md", 1234, 4321)

    write_all(tmp_path, [change("a.md", "old", "new")])

    state = (tmp_path / "a.md").stat()
    assert (state.st_uid, state.st_gid) == (1234, 4321)


@pytest.mark.parametrize(
    ("on_disk", "message"),
    [
        pytest.param("edited meanwhile", "a.md: changed meanwhile", id="edited"),
        pytest.param(None, "a.md: removed meanwhile", id="removed"),
    ],
)
def test_change_planned_on_another_text_is_refused(
    on_disk: str | None, message: str, tmp_path: Path
) -> None:
    write(tmp_path, {"b.md": "b"} | ({} if on_disk is None else {"a.md": on_disk}))
    before = files_in(tmp_path)

    with pytest.raises(ChangedOnDiskError) as caught:
        write_all(tmp_path, [change("b.md", "b", "B"), change("a.md", "old", "new")])

    assert str(caught.value) == message
    assert files_in(tmp_path) == before


@pytest.mark.parametrize(
    ("there", "wanted"),
    [
        pytest.param("notes/SEENN.md", "notes/SEENN.md", id="same-name"),
        pytest.param("notes/SEENN.md", "notes/Seenn.md", id="twin-by-case"),
        pytest.param("notes/café.md", "notes/cafe\u0301.md", id="twin-by-accent"),
        pytest.param("Notes/SEENN.md", "notes/seenn.md", id="folder-by-case"),
    ],
)
def test_new_file_never_takes_the_place_of_another(there: str, wanted: str, tmp_path: Path) -> None:
    write(tmp_path, {there: "mine"})

    with pytest.raises(WouldOverwriteError) as caught:
        write_all(tmp_path, [change(wanted, None, "new")])

    assert str(caught.value) == f"{there}: exists already"
    assert files_in(tmp_path) == {there: "mine"}


@POSIX
def test_new_file_does_not_replace_a_broken_link(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to("nowhere.md")

    with pytest.raises(WouldOverwriteError):
        write_all(tmp_path, [change("a.md", None, "new")])

    assert (tmp_path / "a.md").is_symlink()
    assert not (tmp_path / "nowhere.md").exists()


@pytest.mark.parametrize(
    "paths",
    [
        pytest.param(["a.md", "a.md"], id="same"),
        pytest.param(["notes/LIF.md", "notes/lif.md"], id="twins"),
    ],
)
def test_two_texts_for_one_file_are_refused(paths: list[str], tmp_path: Path) -> None:
    with pytest.raises(WouldOverwriteError, match="two texts would go into this one file"):
        write_all(tmp_path, [change(path, None, path) for path in paths])

    assert files_in(tmp_path) == {}


@POSIX
def test_twins_that_are_both_there_are_two_files(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "a", "A.md": "A"})
    if len(list(tmp_path.iterdir())) == 1:
        pytest.skip("this disk takes a.md and A.md for one")

    write_all(tmp_path, [change("a.md", "a", "b"), change("A.md", "A", "B")])

    assert files_in(tmp_path) == {"a.md": "b", "A.md": "B"}
    with pytest.raises(WouldOverwriteError, match=r"a\.md: two texts"):
        write_all(tmp_path, [change("a.md", "b", "c"), change("a.md", "b", "d")])


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("../x.md", id="above"),
        pytest.param("notes/../../x.md", id="above-from-below"),
        pytest.param("/tmp/x.md", id="absolute"),
        pytest.param("notes/a\0b.md", id="zero-byte"),
        pytest.param(".", id="the-notebook"),
    ],
)
def test_path_that_leads_out_is_refused(path: str, tmp_path: Path) -> None:
    root = tmp_path / "repo"
    root.mkdir()

    with pytest.raises(WriteError):
        write_all(root, [change(path, None, "new")])

    assert files_in(tmp_path) == {}


def test_path_in_a_change_is_relative_also_where_it_leads_into_the_notebook(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="not a path inside the notebook"):
        write_all(tmp_path, [change((tmp_path / "a.md").as_posix(), None, "new")])

    assert files_in(tmp_path) == {}


@POSIX
def test_nothing_is_written_through_a_link_that_leads_out(tmp_path: Path) -> None:
    root, outside = tmp_path / "repo", tmp_path / "outside"
    write(tmp_path, {"outside/README.md": "theirs"})
    root.mkdir()
    (root / "notes").symlink_to(outside)
    (root / "README.md").symlink_to(outside / "README.md")

    for refused in (change("notes/x.md", None, "new"), change("README.md", "theirs", "ours")):
        with pytest.raises(WriteError, match="leads out of the notebook"):
            write_all(root, [refused])

    assert files_in(outside) == {"README.md": "theirs"}


@POSIX
def test_link_inside_the_notebook_stays_a_link(tmp_path: Path) -> None:
    write(tmp_path, {"docs/README.md": "old"})
    (tmp_path / "README.md").symlink_to("docs/README.md")

    write_all(tmp_path, [change("README.md", "old", "new")])

    assert (tmp_path / "README.md").is_symlink()
    assert (tmp_path / "docs/README.md").read_text() == "new"


@POSIX
def test_root_may_itself_be_reached_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")

    write_all(tmp_path / "link", [change("notes/a.md", None, "new")])

    assert files_in(tmp_path / "real") == {"notes/a.md": "new"}


def test_text_that_is_not_utf8_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    typed = b"caf\xe9".decode(errors="surrogateescape")

    with pytest.raises(WriteError) as caught:
        write_all(tmp_path, [change("notes/a.md", None, typed)])

    assert str(caught.value) == "notes/a.md: the new text holds bytes that are not UTF-8"
    assert list(tmp_path.rglob("*")) == []


def test_file_where_a_folder_should_be_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"notes/2023": "a file"})

    with pytest.raises(SnnnotesError) as caught:
        write_all(tmp_path, [change("notes/2023/a.md", None, "new")])

    assert str(caught.value) == "notes/2023/a.md: a file stands where a folder should be"
    assert files_in(tmp_path) == {"notes/2023": "a file"}


@given(
    st.lists(
        st.tuples(
            st.none() | st.text(st.characters(codec="utf-8"), max_size=30),
            st.text(st.characters(codec="utf-8"), max_size=30),
        ),
        max_size=5,
    )
)
def test_any_texts_arrive_to_the_byte(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str | None, str]]
) -> None:
    root = tmp_path_factory.mktemp("root")
    changes = [change(f"{number}.md", *both) for number, both in enumerate(texts)]
    write(root, {f"{number}.md": old for number, (old, _) in enumerate(texts) if old is not None})

    write_all(root, changes)

    assert files_in(root) == {f"{number}.md": new for number, (_, new) in enumerate(texts)}


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16", "utf-16-be", "cp1252"])
def test_file_in_an_older_encoding_is_read_by_the_name_that_the_user_gives(
    tmp_path: Path, encoding: str
) -> None:
    text = "## naïve\r\n" if encoding == "cp1252" else "## 膜電位\r\n"
    (tmp_path / "a.md").write_bytes(text.encode(encoding))

    assert read_text_in(tmp_path / "a.md", PurePosixPath("a.md"), encoding=encoding) == (
        text,
        encoding,
    )


def test_utf8_comes_first_whatever_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("膜电位".encode())

    found = read_text_in(tmp_path / "a.md", PurePosixPath("a.md"), encoding="gb18030")

    assert found == ("膜电位", "utf-8")


def test_file_that_is_not_utf8_is_asked_about(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("膜电位随时间变化，神经元发放脉冲".encode("gbk"))

    with pytest.raises(UnreadableFileError, match=r"a\.md:1: not UTF-8 text.*GB18030") as caught:
        read_text_in(tmp_path / "a.md", PurePosixPath("a.md"), encoding=None)
    assert caught.value.hint == "say so:  --encoding gb18030"


@pytest.mark.parametrize("encoding", [None, "utf-8", "gb18030", "iso8859-1"])
def test_damaged_utf8_is_not_read_as_garbage_in_the_encoding_of_other_files(
    tmp_path: Path, encoding: str | None
) -> None:
    damaged = "脉冲神经网络\n膜电位时间变化".encode()[:-1]
    (tmp_path / "a.md").write_bytes(damaged)
    assert damaged.decode("gb18030").startswith("鑴夊啿")  # garbage, but no error

    with pytest.raises(UnreadableFileError, match=r"a\.md:2: .*is no part of a char") as caught:
        read_text_in(tmp_path / "a.md", PurePosixPath("a.md"), encoding=encoding)
    assert "mend that line" in caught.value.hint


def test_file_that_is_said_to_be_utf8_but_is_not_is_asked_about(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("膜电位随时间变化，神经元发放脉冲".encode("gbk"))

    with pytest.raises(UnreadableFileError, match="it looks like GB18030") as caught:
        read_text_in(tmp_path / "a.md", PurePosixPath("a.md"), encoding="utf-8")
    assert caught.value.hint == "say so:  --encoding gb18030"


def test_bytes_from_elsewhere_are_read_as_files_are() -> None:
    shown = PurePosixPath("stdin")

    assert text_in("膜电位".encode("gbk"), shown, encoding="gbk") == ("膜电位", "gbk")
    assert text_in("膜电位".encode(), shown, encoding="gbk") == ("膜电位", "utf-8")


def test_file_that_is_not_in_the_named_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"a\n\xff\xff\n")

    with pytest.raises(UnreadableFileError, match=r"a\.md:2: neither UTF-8 nor gb18030"):
        read_text_in(tmp_path / "a.md", PurePosixPath("a.md"), encoding="gb18030")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-be", "utf-16"])
def test_file_in_an_older_encoding_is_written_as_utf8(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.md").write_bytes("膜电位".encode(encoding))
    path = PurePosixPath("a.md")

    write_all(tmp_path, [FileChange(path, "膜电位", "---\n膜电位", encoding)])

    assert (tmp_path / "a.md").read_bytes() == "---\n膜电位".encode()
    with pytest.raises(ChangedOnDiskError):
        write_all(tmp_path, [FileChange(path, "膜电位", "x", encoding)])


def test_the_same_text_in_utf8_is_a_change_too(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("膜电位".encode("gb18030"))

    write_all(tmp_path, [FileChange(PurePosixPath("a.md"), "膜电位", "膜电位", "gb18030")])

    assert (tmp_path / "a.md").read_bytes() == "膜电位".encode()


def test_file_that_has_become_what_was_planned_is_no_conflict(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"new")

    write_all(tmp_path, [FileChange(PurePosixPath("a.md"), "old", "new")])

    assert (tmp_path / "a.md").read_bytes() == b"new"
