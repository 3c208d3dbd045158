"""What is sealed is read with its key and with no other, and a start with a wrong key says so and changes nothing."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.database import Database
from bot.sealing import KeyWrong, SealBroken, Sealer, keys_check, sealer_open
from bot.settings import Settings
from tests.bot.gateway import clean_environ, run_to_the_end

OLD, NEW, OTHER = (Fernet.generate_key().decode() for _ in range(3))


def test_what_is_sealed_comes_back_and_shows_nothing() -> None:
    sealer = Sealer([OLD])
    sealed = sealer.seal("张三，13800138000")
    assert sealer.unseal(sealed) == "张三，13800138000"
    assert "张三" not in sealed and "13800138000" not in sealed
    assert sealer.unseal_json(sealer.seal_json({"name": "张三", "amount": 3})) == {"name": "张三", "amount": 3}
    assert sealer.unseal_bytes(sealer.seal_bytes(b"\x00\xff")) == b"\x00\xff"


def test_another_key_and_a_changed_letter_open_nothing() -> None:
    sealed = Sealer([OLD]).seal("张三")
    changed = sealed[:20] + ("A" if sealed[20] != "A" else "B") + sealed[21:]
    for sealer, text in ((Sealer([OTHER]), sealed), (Sealer([OLD]), changed)):
        with pytest.raises(SealBroken):
            sealer.unseal(text)


def test_a_new_key_in_front_seals_and_the_old_one_still_opens_and_hashes() -> None:
    before, after = Sealer([OLD]), Sealer([NEW, OLD])
    assert after.unseal(before.seal("张三")) == "张三"
    assert Sealer([NEW]).unseal(after.seal("张三")) == "张三"
    assert after.hash("party", "张三") == before.hash("party", "张三")


def test_a_hash_folds_spelling_and_parts_purposes_and_keys() -> None:
    sealer = Sealer([OLD])
    assert sealer.hash("party", " Ｚhang  SAN\u3000") == sealer.hash("party", "zhang san")
    others = [sealer.hash("party", "李四"), sealer.hash("code", "张三"), Sealer([OTHER]).hash("party", "张三")]
    assert sealer.hash("party", "张三") not in others
    assert len(sealer.hash("party", "张三")) == 64


def test_a_key_is_made_once_for_its_owner_alone_and_its_making_is_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(var=tmp_path / "var")
    with caplog.at_level(logging.WARNING, logger="bot"):
        sealed = sealer_open(settings).seal("张三")
    path = tmp_path / "var" / "key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert "loses the cases" in caplog.text and path.read_text() not in caplog.text
    caplog.clear()
    path.chmod(0o644)
    assert sealer_open(settings).unseal(sealed) == "张三"
    assert path.stat().st_mode & 0o777 == 0o600
    assert caplog.text == ""


def test_the_key_of_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path, key=f"{NEW},\n{OLD}")  # type: ignore[arg-type]
    assert sealer_open(settings).fingerprints == Sealer([NEW, OLD]).fingerprints
    assert list(tmp_path.iterdir()) == []
    assert OLD not in repr(settings)


@pytest.mark.parametrize("key", ["", "short", OLD[:-2]])
def test_half_a_key_is_no_key_and_is_not_told(tmp_path: Path, key: str) -> None:
    (tmp_path / "key").write_text(key)
    with pytest.raises(KeyWrong) as refused:
        sealer_open(Settings(var=tmp_path))
    assert not key or key not in str(refused.value)
    assert (tmp_path / "key").read_text() == key


def test_a_database_takes_the_keys_it_knows_and_a_new_one_in_front(database: Database) -> None:
    for keys in ([OLD], [OLD], [NEW, OLD], [NEW, OLD]):
        keys_check(Sealer(keys), database)


@pytest.mark.parametrize("keys", [[OTHER], [OLD], [NEW], [OLD, NEW], [OTHER, OLD]])
def test_a_database_refuses_keys_with_which_it_would_not_be_read(database: Database, keys: list[str]) -> None:
    keys_check(Sealer([OLD]), database)
    keys_check(Sealer([NEW, OLD]), database)
    with pytest.raises(KeyWrong):
        keys_check(Sealer(keys), database)
    keys_check(Sealer([NEW, OLD]), database)


def test_a_gateway_does_not_start_with_half_a_key_and_does_not_tell_it(tmp_path: Path) -> None:
    run = run_to_the_end(clean_environ() | {"JIEFEN_VAR": str(tmp_path), "JIEFEN_KEY": OLD[:-2]})
    assert run.returncode == 2
    assert "JIEFEN_KEY" in run.stderr and OLD[:-2] not in run.stderr


def test_a_gateway_does_not_start_with_another_key(tmp_path: Path) -> None:
    keys_check(Sealer([OLD]), database := Database(tmp_path / "jiefen.db"))
    database.close()
    run = run_to_the_end(clean_environ() | {"JIEFEN_VAR": str(tmp_path), "JIEFEN_KEY": OTHER})
    assert run.returncode == 2
    assert "sealed with another key" in run.stderr and "Traceback" not in run.stderr
    assert OTHER not in run.stderr
