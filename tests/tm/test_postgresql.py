"""What holds for a memory in PostgreSQL only; what holds in every store is in test_memory.py and test_stores.py."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from tests.conftest import ROOT
from tests.postgresql import Server, programs
from tests.tm.writers import numbered
from tm import BadMemoryInput, Memory, MemoryConflict, MemoryMissing, TranslationUnit, clean
from tm.store import postgres_schema
from tm.store.postgres_connection import Address, without_password
from tm.tmx import write_tmx


@pytest.fixture
def schema(request: pytest.FixtureRequest) -> str:
    return f"only_{abs(hash(request.node.name)):x}"[:40]


@pytest.fixture
def address(postgresql: Server, schema: str) -> str:
    return postgresql.url(schema=schema)


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server that a test may stop."""
    server = Server()
    yield server
    server.close()


def source(name: str, number: int) -> str:
    return numbered(name, number).variants[0].text


def test_writers_do_not_wait_for_an_import_and_readers_miss_nothing_of_either(address):
    """Units that are committed later than others with higher places must still reach an index that is there already."""

    def importing() -> Iterator[TranslationUnit]:
        for number in range(5000):
            yield numbered("import", number)
            if number == 4500:
                # The import has written thousands of units that nobody sees yet.
                assert short.add([numbered("kort", 1)]).added == 1
                assert reader.lookup(source("kort", 1) + "!", threshold=80)[0].score > 90
                assert reader.lookup(source("import", 7) + "!", threshold=90) == []

    with Memory.open(address) as long, Memory.open(address) as short, Memory.open(address) as reader:
        short.add([numbered("kort", 0)])
        assert reader.lookup(source("kort", 0) + "!", threshold=80)
        long.add(importing(), origin="import.tmx")
        for name, number in (("import", 7), ("import", 4999), ("kort", 1), ("kort", 0)):
            assert reader.lookup(source(name, number) + "!", threshold=90)[0].source == source(name, number)
        numbers = [unit.unit_id for unit in reader.units()]
        assert numbers == list(range(1, 5003))
        assert [unit.variants[0].text for unit in reader.units()][:2] == [source("kort", 0), source("kort", 1)]


def test_a_unit_added_by_another_during_an_import_is_merged_and_counted_as_such(address):
    def importing() -> Iterator[TranslationUnit]:
        for number in range(3000):
            yield numbered("a", number)
            if number == 2500:
                assert short.add([numbered("a", 5), numbered("a", 2999), numbered("b", 0)]).added == 3

    with Memory.open(address) as long, Memory.open(address) as short:
        counts = long.add(importing())
        assert (counts.read, counts.added, counts.merged) == (3000, 2998, 2)
        assert long.stats()["units"] == 3001
        assert long.lookup(source("a", 5))[0].unit_id == 1


def test_two_imports_that_cross_are_told_apart_or_one_is_told_to_try_again(address):
    """Both change units that the other wants to change: the server ends one of them, and says which."""
    with Memory.open(address) as memory:
        memory.add([numbered("a", 0), numbered("b", 0)])
    both = threading.Barrier(2)
    outcome: list[str] = []

    def changed(name: str, by: str) -> TranslationUnit:
        unit = numbered(name, 0)
        return TranslationUnit.simple(unit.variants[0].text, unit.variants[1].text, note=by)

    def importing(names: str) -> Iterator[TranslationUnit]:
        yield changed(names[0], names)
        yield from (numbered(names, number) for number in range(2500))
        both.wait(20)
        yield changed(names[1], names)

    def work(names: str) -> None:
        with Memory.open(address) as memory:
            try:
                memory.add(importing(names))
                outcome.append("kept")
            except MemoryConflict as error:
                outcome.append(str(error).rpartition("; ")[2])

    threads = [threading.Thread(target=work, args=(names,)) for names in ("ab", "ba")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome) == ["kept", "try again."]
    with Memory.open(address) as memory:
        first, second, *_ = memory.units()
        assert [note.text for note in first.info.notes] == [note.text for note in second.info.notes]
        assert memory.stats()["units"] == 2502


def test_waiting_for_a_unit_that_another_holds_ends_with_a_conflict(address, monkeypatch):
    monkeypatch.setattr("tm.store.postgres_connection.LOCK_TIMEOUT_S", 1)
    unit = numbered("a", 0)
    with Memory.open(address) as one, Memory.open(address) as other:
        one.add([unit])
        with one.store.writing():
            one.store.units([1], for_change=True)
            note = TranslationUnit.simple(unit.variants[0].text, unit.variants[1].text, note="x")
            with pytest.raises(MemoryConflict, match="did not finish within 1 s"):
                other.add([note])
        assert other.add([note]).merged == 1


def test_a_server_that_stops_in_the_middle_is_said_and_all_works_again_after_it_is_back(own_server):
    url = own_server.url()

    def importing() -> Iterator[TranslationUnit]:
        yield from (numbered("import", number) for number in range(2500))
        own_server.stop()
        yield from (numbered("import", number) for number in range(2500, 5000))

    with Memory.open(url) as memory, Memory.open(url) as idle:
        memory.add([numbered("a", 0)])
        assert idle.lookup(source("a", 0) + "!", threshold=80)
        with pytest.raises(MemoryMissing, match=r"pg_isready --host=127.0.0.1 --port=") as caught:
            memory.add(importing())
        assert own_server.password not in str(caught.value)
        with pytest.raises(MemoryMissing, match="pg_isready"):
            memory.lookup("x")
        with pytest.raises(MemoryMissing, match="pg_isready"):
            Memory.open(url)
        own_server.start()
        # The one with a connection that is dead, without having noticed, and the one that knows.
        assert [match.score for match in idle.lookup(source("a", 0))] == [100]
        assert memory.stats()["units"] == 1
        assert memory.add(numbered("import", number) for number in range(5000)).added == 5000


def test_a_crash_of_the_server_loses_nothing_that_was_acknowledged(own_server):
    url = own_server.url()
    Memory.open(url).close()
    job = subprocess.Popen(
        [sys.executable, "-m", "tests.tm.writers", "add_one_by_one", url, "a", "100000"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert job.stdout is not None
    said = [job.stdout.readline() for _ in range(100)]
    own_server.stop(signal.SIGQUIT)
    # communicate() alone would read past what readline() has already taken from the pipe and not given out yet.
    rest = job.stdout.read()
    _, complaint = job.communicate(timeout=60)
    assert "MemoryMissing" in complaint
    assert own_server.password not in complaint
    acknowledged = len(said) - 1 + len(rest.splitlines())
    own_server.start()
    with Memory.open(url) as memory:
        units = [unit.variants[0].text for unit in memory.units()]
        assert acknowledged <= len(units) <= acknowledged + 1
        assert units == [source("a", number) for number in range(len(units))]


def test_no_message_has_the_password_in_it(postgresql, tmp_path):
    secret = postgresql.password
    base = postgresql.url(schema="none_yet")
    urls = [
        base.replace("/postgres?", "/no_such_database?"),
        base.replace(str(postgresql.port), "1"),
        base.replace(secret, secret + "x"),
        base.replace("127.0.0.1", "no-such-host.invalid"),
        base.replace(secret, f"{secret}@{secret}"),
        base.replace(secret, f"{secret}/{secret}"),
        base.replace(secret, f"{secret}%zz"),
        base.replace(f":{secret}", "") + f"&password={secret}&sslmode=nonsense",
        base + "&nonsense=1",
        base,
    ]
    for url in urls:
        with pytest.raises((MemoryMissing, BadMemoryInput)) as caught:
            Memory.open(url, create=False)
        error: BaseException | None = caught.value
        while error is not None:
            assert secret not in str(error)
            error = error.__cause__ or error.__context__
        done = subprocess.run(
            [sys.executable, "-m", "translate_kit", "tm", "stats", "--memory", url, "--verbose"],
            capture_output=True,
            text=True,
        )
        assert done.returncode in (3, 4)
        assert done.stderr
        assert secret not in done.stdout + done.stderr


def test_what_is_missing_is_said_with_the_command_that_helps(postgresql):
    with pytest.raises(MemoryMissing, match=f"createdb .*--port={postgresql.port} --username=tr"):
        Memory.open(postgresql.url("no_such_database"))
    with pytest.raises(MemoryMissing, match=r"refuses the login.*PGPASSWORD"):
        Memory.open(postgresql.url().replace(postgresql.password, "wrong"))
    with pytest.raises(MemoryMissing, match=r"refuses the login.*PGPASSWORD"):
        Memory.open(postgresql.url(password=False))
    with pytest.raises(MemoryMissing, match=r"no memory in the schema nothing.*tm import"):
        Memory.open(postgresql.url(schema="nothing"), create=False)


def test_without_the_driver_the_command_that_gets_it_is_said(tmp_path):
    (tmp_path / "psycopg.py").write_text("raise ImportError('no pq wrapper available')")
    done = subprocess.run(
        [sys.executable, "-m", "translate_kit", "tm", "stats", "--memory", "postgresql://localhost/tm"],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(tmp_path)},
    )
    assert done.returncode == 4
    assert "pip install 'translate-kit[postgres]'" in done.stderr


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://u:p@h:5432/d?schema=s", "postgresql://u@h:5432/d?schema=s"),
        ("postgresql://u:p%40@h/d?password=x&schema=s&sslpassword=y", "postgresql://u@h/d?schema=s"),
        ("postgresql://h/d?password=x", "postgresql://h/d"),
        ("postgresql://h/d?pass%77ord=x", "postgresql://h/d"),
        ("postgresql:///d?host=/run/postgresql&user=u", "postgresql:///d?host=/run/postgresql&user=u"),
        ("postgres://:p@h", "postgres://@h"),
    ],
)
def test_urls_are_shown_without_their_passwords(url, shown):
    assert without_password(url) == shown
    assert Address.of(url).url == shown
    assert "p%40" not in repr(Address.of(url))


def test_a_password_under_a_wrong_name_is_not_shown_either():
    with pytest.raises(BadMemoryInput) as caught:
        Address.of("postgresql://h/d?passwd=secret")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("name", ["pg_own", "x" * 64])
def test_names_that_no_schema_can_have_are_refused(name):
    with pytest.raises(BadMemoryInput, match="schema"):
        Address.of(f"postgresql://h/d?schema={name}")


def test_a_database_holds_several_memories_with_any_names(postgresql):
    odd = 'Klant "één"; DROP'
    with (
        Memory.open(postgresql.url(schema="%4Blant%20%22%C3%A9%C3%A9n%22%3B%20DROP")) as one,
        Memory.open(postgresql.url(schema="Tweede")) as two,
    ):
        assert one.store.address.schema == odd
        one.add([numbered("a", 0)])
        assert two.stats()["units"] == 0
        assert one.stats()["units"] == 1


def test_another_schema_is_no_memory(postgresql):
    with psycopg.connect(postgresql.url(), autocommit=True) as connection:
        connection.execute("CREATE SCHEMA stranger; CREATE TABLE stranger.memory (version text)")
        connection.execute("CREATE SCHEMA other; CREATE TABLE other.note (text text)")
    for name in ("stranger", "other"):
        with pytest.raises(BadMemoryInput, match="is not a translation memory"):
            Memory.open(postgresql.url(schema=name))


def test_a_database_of_another_encoding_is_refused(postgresql):
    with psycopg.connect(postgresql.url(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(BadMemoryInput, match=r"LATIN1.*createdb --encoding=UTF8"):
        Memory.open(postgresql.url("latin"))


def test_a_memory_of_a_later_version_is_refused(postgresql, address, schema):
    Memory.open(address).close()
    with psycopg.connect(postgresql.url()) as connection:
        connection.execute(f'UPDATE "{schema}".memory SET version = 999')
    with pytest.raises(BadMemoryInput, match="later version"):
        Memory.open(address)


def test_the_index_of_an_older_version_is_made_anew(postgresql, address, schema):
    with Memory.open(address) as memory:
        memory.add(numbered("a", number) for number in range(5000))
        memory.lookup("Segment a nummer 7 van die proef.")
        assert memory.stats()["index_bytes"] > 0
    with psycopg.connect(postgresql.url()) as connection:
        connection.execute(f"""UPDATE "{schema}".block SET data = 'TKB1'::bytea || substr(data, 5)""")
        connection.execute(f'UPDATE "{schema}".memory SET version = 1')
    with Memory.open(address) as memory:
        assert memory.stats()["index_bytes"] == 0
        (best, *_) = memory.lookup("Segment a nummer 7 van die proef.", limit=1)
        assert best.source == "Segment a nummer 7 van de proef."
        assert memory.stats()["index_bytes"] > 0


def test_an_older_memory_is_copied_before_its_tables_change(postgresql, address, schema, monkeypatch):
    with Memory.open(address) as memory:
        memory.add([numbered("a", 0)])
    current = postgres_schema.SCHEMA_VERSION
    monkeypatch.setattr(postgres_schema, "SCHEMA_VERSION", current + 1)
    monkeypatch.setattr(postgres_schema, "_script", lambda number: "ALTER TABLE unit ADD COLUMN later text; SELECT 1/0")
    with pytest.raises(BadMemoryInput, match="division by zero"):
        Memory.open(address)
    with psycopg.connect(postgresql.url()) as connection:
        columns = "SELECT count(*) FROM information_schema.columns WHERE table_schema = %s AND column_name = 'later'"
        assert connection.execute(columns, (schema,)).fetchone() == (0,)
    monkeypatch.setattr(postgres_schema, "_script", lambda number: "ALTER TABLE unit ADD COLUMN later text")
    with Memory.open(address) as memory:
        assert memory.stats()["units"] == 1
    with psycopg.connect(postgresql.url()) as connection:
        assert connection.execute(columns, (schema,)).fetchone() == (1,)
        copied = connection.execute(f'SELECT count(*) FROM "{schema}_before_{current + 1}".unit').fetchone()
        assert copied == (1,)


def test_who_may_only_read_looks_up_and_is_told_what_writing_needs(postgresql, address, schema):
    with Memory.open(address) as memory:
        memory.add([numbered("a", 0)])
    with psycopg.connect(postgresql.url(), autocommit=True) as connection:
        connection.execute("CREATE ROLE reader LOGIN PASSWORD 'reader'")
        connection.execute(f'GRANT USAGE ON SCHEMA "{schema}" TO reader')
        connection.execute(f'GRANT SELECT ON ALL TABLES IN SCHEMA "{schema}" TO reader')
    reading = f"postgresql://reader:reader@127.0.0.1:{postgresql.port}/postgres?schema={schema}"
    with Memory.open(reading) as memory:
        assert memory.lookup(source("a", 0))[0].score == 100
        assert memory.lookup(source("a", 0) + "!")[0].kind == "fuzzy"
        assert memory.stats()["units"] == 1
        with pytest.raises(MemoryMissing, match=r"permission denied.*GRANT"):
            memory.add([numbered("a", 1)])
        assert len(list(memory.units())) == 1
        assert not memory.store.writable
    with Memory.open(address) as memory:
        assert memory.store.writable


def test_who_may_only_read_is_told_what_cleaning_would_do(postgresql, address, schema):
    with Memory.open(address) as memory:
        memory.add([TranslationUnit.simple(f" {text}", "x") for text in "abc"])
        memory.remove([2])
        expected = []
        steps = clean.steps_named(["spaces"])
        clean.clean(memory, steps, undo_path=None, dry_run=True, report=expected.append)
    with psycopg.connect(postgresql.url(), autocommit=True) as connection:
        connection.execute("CREATE ROLE onlooker LOGIN PASSWORD 'onlooker'")
        connection.execute(f'GRANT USAGE ON SCHEMA "{schema}" TO onlooker')
        connection.execute(f'GRANT SELECT ON ALL TABLES IN SCHEMA "{schema}" TO onlooker')
    reading = f"postgresql://onlooker:onlooker@127.0.0.1:{postgresql.port}/postgres?schema={schema}"
    with Memory.open(reading) as memory:
        tried = []
        done = clean.clean(memory, steps, undo_path=None, dry_run=True, report=tried.append)
        assert (done.read, done.changed) == (2, 2)
        assert [change.unit_id for change in tried] == [1, 3]
        assert tried == expected


def test_the_commands_work_on_a_url_and_print_no_password(address, postgresql, tmp_path):
    def run(*arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "translate_kit", "tm", *arguments], capture_output=True, text=True, cwd=tmp_path
        )
        assert done.returncode == code, done.stderr
        assert postgresql.password not in done.stdout + done.stderr
        return done

    write_tmx(tmp_path / "old.tmx", [numbered("a", number) for number in range(3)], source_language="nl")
    run("stats", "--memory", address, code=4)
    assert "3 read, 3 added" in run("import", "old.tmx", "--memory", address).stderr
    (match, *_) = json.loads(run("lookup", "--memory", address, source("a", 1), "--json").stdout)
    assert (match["score"], match["memory"]) == (100, without_password(address))
    assert json.loads(run("stats", "--memory", address, "--json").stdout)["units"] == 3
    run("export", "--memory", address, "--out", "new.tmx")
    assert (tmp_path / "new.tmx").read_bytes() == (tmp_path / "old.tmx").read_bytes()
    assert "To take it back" in run("delete", "--memory", address, "--text", "nummer 1 ", "--undo", "u.tmx").stderr


def test_everything_comes_in_parts_and_in_order(address, monkeypatch):
    monkeypatch.setattr("tm.store.postgres.CHUNK", 7)
    with Memory.open(address) as memory:
        for start in (0, 1, 2, 5, 40):
            memory.add(numbered("a", number) for number in range(start, start + 17))
        with memory.store.writing():
            memory.store.delete(range(20, 30))
        numbers = [unit.unit_id for unit in memory.units()]
        assert numbers == sorted(set(numbers))
        variants = list(memory.store.variants_after("nl", 0))
        assert [row.id >> 10 for row in variants] == numbers
        for place in range(len(variants)):
            assert list(memory.store.variants_after("nl", variants[place].id)) == variants[place + 1 :]
            assert list(memory.store.variants_after("nl", variants[place].id, 3)) == variants[place + 1 : place + 4]


def test_lookups_use_the_indexes_whatever_the_statistics_say(address):
    """A search through a whole table would still be right, and take seconds in a large memory."""
    with Memory.open(address) as memory:
        memory.add(numbered("a", number) for number in range(3000))
        memory.add([numbered("b", 0)])
    # What a connection has counted and not yet passed on is counted with its own transactions, so it is a new one.
    with Memory.open(address) as memory, memory.store.reading():
        assert memory.lookup(source("a", 1) + "!", threshold=60)
        scans = "SELECT relname, seq_scan FROM pg_stat_xact_user_tables WHERE schemaname = current_schema()"
        counted = dict(memory.store._session.execute(scans).fetchall())
    assert counted["unit"] == counted["variant"] == 0


@pytest.mark.parametrize("many", [1, 10**9])
def test_words_are_found_in_every_way_that_their_frequency_calls_for(address, monkeypatch, many):
    monkeypatch.setattr("tm.store.postgres.SAMPLE", 10)
    monkeypatch.setattr("tm.store.postgres.MANY_TEXTS", many)
    with Memory.open(address) as memory:
        memory.add(
            TranslationUnit.simple(f"Alle {number} texten{' zijn zeldzaam' * (number % 40 == 3)}.", "x")
            for number in range(200)
        )
        for limit in (1, 7, 50, 199, 500):
            for words, every in ((["alle"], 1), (["zeldzaam"], 40), (["zijn", "zeldzaam"], 40), (["nergens"], 1000)):
                numbers = [number for number in range(200) if number % every == (3 if every == 40 else 0)]
                expected = [] if every == 1000 else [f"Alle {number} " for number in reversed(numbers)][:limit]
                found = memory.store.with_words("nl", [words], limit)
                assert [row.text.partition("texten")[0] for row in found] == expected
        assert len(memory.store.with_words(None, [], 500)) == 400


def test_a_memory_that_was_dropped_and_made_again_is_told_apart(postgresql, address, schema):
    with Memory.open(address) as memory:
        memory.add([numbered("a", number) for number in range(3)])
        assert memory.lookup(source("a", 1) + "!")
        with psycopg.connect(postgresql.url()) as connection:
            connection.execute(f'DROP SCHEMA "{schema}" CASCADE')
        for _ in range(2):
            with pytest.raises(MemoryMissing, match="tables are not there"):
                memory.lookup("x")
            with pytest.raises(MemoryMissing, match="tables are not there"):
                memory.add([numbered("a", 0)])
        Memory.open(address).close()
        assert memory.add([numbered("b", 0)]).added == 1
        assert memory.stats()["units"] == 1


def test_an_import_makes_its_blocks_one_by_one_and_many_small_ones_become_one(address, monkeypatch):
    monkeypatch.setattr("tm.indexing.BLOCK", 6000)
    counts = []
    with Memory.open(address) as memory, Memory.open(address) as reader:
        memory.add(numbered("groot", number) for number in range(17_000))
        # Two full ones, and what is left is enough for a third.
        heads = memory.store.block_heads("nl", 100)
        assert [len(head) for _, size, head in heads if size > 100] == [100] * 3
        assert reader.lookup(source("groot", 16_999) + "!", threshold=95)
        for name in "abcdefgh":
            memory.add(numbered(name, number) for number in range(4200))
            assert reader.lookup(source(name, 4199) + "!", threshold=95)
            counts.append(len(memory.store.block_heads("nl", 0)))
        assert counts == [4, 5, 6, 7, 8, 1, 2, 3]
        # Neither had to hold an index to make it.
        assert not memory._indexes
        for name, number in (("groot", 0), ("groot", 11_999), ("groot", 12_000), ("a", 0), ("h", 0)):
            assert reader.lookup(source(name, number) + "!", threshold=95)[0].source == source(name, number)
        with reader.store.reading():
            assert len(reader.index("nl")) == 17_000 + 8 * 4200
    with Memory.open(address) as memory:
        assert memory.lookup(source("groot", 5) + "!", threshold=95)
        with memory.store.reading():
            assert len(memory.index("nl")) == 17_000 + 8 * 4200


def connections(server: Server) -> int:
    with psycopg.connect(server.url()) as connection:
        query = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'translate-kit'"
        return int(connection.execute(query).fetchone()[0])


def test_connections_are_given_back(own_server):
    for _ in range(5):
        with Memory.open(own_server.url()) as memory:
            memory.add([numbered("a", 0)])
            for _ in range(5):
                # Each in a thread of its own that ends at once, as servers do it.
                with ThreadPoolExecutor(1) as pool:
                    assert pool.submit(memory.lookup, source("a", 0)).result()
            assert connections(own_server) <= 4
    deadline = time.monotonic() + 10
    while connections(own_server) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert connections(own_server) == 0


PAGE = ROOT / "docs" / "how-to" / "team-memory.md"


def test_the_page_for_teams_works_as_it_is_written(own_server, tmp_path):
    """Every block of it, in order, on a server that is not at db.example.org."""
    programs_folder = programs()
    assert programs_folder is not None
    write_tmx(tmp_path / "old.tmx", [numbered("a", number) for number in range(3)], source_language="nl")
    with gzip.open(tmp_path / "customer.tmx.gz", "wb") as packed:
        write_tmx(packed, [numbered("b", number) for number in range(3)], source_language="nl")
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}:{programs_folder}:{os.environ['PATH']}",
        "PGPASSWORD": "geheim",
    }

    def execute(sql: str, user: str, password: str, database: str) -> None:
        place = f"host=127.0.0.1 port={own_server.port} dbname={database}"
        with psycopg.connect(f"{place} user={user} password={password}", autocommit=True) as connection:
            for statement in filter(None, map(str.strip, sql.split(";"))):
                connection.execute(statement)
                if "LOGIN" in statement:
                    connection.execute(f"ALTER ROLE {statement.split()[2]} PASSWORD 'geheim'")

    def run(line: str) -> str:
        line = line.replace("--host=db.example.org", f"--host=127.0.0.1 --port={own_server.port}")
        line = line.replace("db.example.org", f"127.0.0.1:{own_server.port}")
        done = subprocess.run(["bash", "-c", line], cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, (line, done.stderr)
        return done.stdout

    blocks = re.findall(r"^```(sh|sql)\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    superuser = (own_server.user, own_server.password, "postgres")
    lookup = blocks.pop(0)[1]
    made = False
    for kind, block in blocks:
        if kind == "sql":
            execute(block, *(("tm", "geheim", "translation") if "GRANT" in block else superuser))
            continue
        for line in block.splitlines():
            if line.startswith("pg_restore") and not made:
                execute("CREATE DATABASE translation_copy OWNER tm TEMPLATE template0", *superuser)
                made = True
            if not line.startswith("pip "):
                run(line)
    assert "no match" in run(lookup)
    place = f"127.0.0.1:{own_server.port}"
    with Memory.open(f"postgresql://ann:geheim@{place}/translation") as ann:
        assert ann.add(numbered("c", number) for number in range(5000)).added == 5000
        assert ann.lookup(source("c", 4000) + "!", threshold=95)
        assert ann.stats()["index_bytes"] > 0
        with ann.store.writing():
            assert ann.store.delete([1]) == 1
    with Memory.open(f"postgresql://guest:geheim@{place}/translation") as guest:
        assert guest.lookup(source("c", 4000) + "!", threshold=95)
        with pytest.raises(MemoryMissing, match="permission denied"):
            guest.add([numbered("d", 0)])
    with Memory.open(f"postgresql://tm:geheim@{place}/translation_copy") as copy:
        assert copy.stats()["units"] == 6
    with Memory.open(tmp_path / "laptop.db") as laptop:
        assert laptop.stats()["units"] == 6
