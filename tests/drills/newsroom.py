"""The work of an archive that goes on whatever is killed: each is begun, something is killed, and it is begun again."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from random import Random

import psycopg2
import requests

from tests.drills.clusters import Cluster, free_port
from tests.drills.killing import Blow, Killer, Victim
from tests.drills.ledger import Ledger, State
from tests.drills.site import Desk
from tests.drills.workshop import Workshop

_FILES, _LINES = 3, 270  # of a folder, and of a bulk file: enough for indexes that gather
_PATIENCE = 60  # seconds
_FOUND = 302  # a step was taken: the page is shown anew
_SENTENCES = "The heron of report {number} waits at the dock. The ferry leaves without it."
_LAST = "That is all that report {number} has to say of {name}."
_FACTS = {"fact-language": "en", "fact-kind": "speech", "fact-date_edtf": "2027-03-03"}
_BULK = {"language": "en", "date": "2027-03", "kind": "speech", "publisher": "", "speakers": ["Ada Quist"]}
_FIRST, _REST = "The heron of", "The ferry"


class Newsroom:
    """An archive, and all who work on it. works: what they do, by name."""

    def __init__(self, cluster: Cluster, folder: Path, variables: dict[str, str], chance: Random) -> None:
        self.cluster, self.folder, self.chance = cluster, folder, chance
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        own = {"DATABASE_URL": cluster.url, "ARCHIVE_DATA_DIR": str(folder), "ARCHIVE_URL": self.address}
        self.variables = variables | own
        self.workshop = Workshop(self.variables, folder / "log")
        self.ledger, self.killer = Ledger(cluster), Killer(chance, cluster)
        self.desk = Desk(self.address)
        self._numbers = count(1)
        self.works: dict[str, Callable[[], None]] = {
            "import": self._import_folder,
            "bulk import": self._import_bulk,
            "edit": self._edit,
            "publish": self._publish,
            "deliver": self._deliver,
            "index": self._index,
        }

    def open(self) -> None:
        self.serve()
        self.desk.sign_in()

    def close(self) -> None:
        self._end_site(signal.SIGTERM)
        self.workshop.close()

    # The site

    def serve(self) -> None:
        """Serve the site, and wait until it answers."""
        self._site = self.workshop.serve(self.port)
        end = time.monotonic() + _PATIENCE
        while not self._answers():
            assert time.monotonic() < end, self.said
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.address}/health/ready", timeout=5).ok
        except requests.RequestException:
            return False

    @property
    def said(self) -> str:
        """The last that commands and the site have said."""
        return self.workshop.log.read_text()[-4000:]

    def _end_site(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._site, number)

    # Commands, which are run again as a timer would

    def run(self, work: str, *arguments: object) -> None:
        """Run a command while something may be killed, and again until it has gone through."""
        victim, moment = self.killer.choose_victim(), self.killer.choose_moment(work)
        if victim == "process":
            ended = self.workshop.run(*arguments, kill_after=moment)
            hit = ended.was_killed
        else:
            with Blow(moment, lambda: self.killer.kill_database(victim)) as blow:
                ended = self.workshop.run(*arguments)
            if hit := blow.has_fallen:
                self.killer.revive_database(victim)
        self.killer.kills[work, victim] += hit
        if ended.status == 0:
            self.ledger.acknowledge()
            self.ledger.compare()
            return
        assert hit, self.said
        self.ledger.compare()
        self.run_to_the_end(work, *arguments)

    def run_to_the_end(self, work: str, *arguments: object) -> None:
        """Run a command as often as it takes to go through: it may find that PostgreSQL still thinks the last one is at
        work."""
        end = time.monotonic() + _PATIENCE
        while (ended := self.workshop.run(*arguments)).status:
            assert time.monotonic() < end, self.said
            time.sleep(0.1)
        self.killer.learn(work, ended.seconds)
        self.ledger.acknowledge()
        self.ledger.compare()

    def _import_folder(self) -> None:
        self.run("import", *self.write_folder())

    def write_folder(self, publish: bool | None = None) -> list[object]:
        """A folder of new texts, as arguments of the command that imports it."""
        publish = self.chance.random() < 0.5 if publish is None else publish
        numbers = [next(self._numbers) for _ in range(_FILES)]
        folder = self.folder / f"in-{numbers[0]}"
        folder.mkdir()
        states = {}
        for number in numbers:
            title, *texts = _write("Heron", number)
            (folder / f"{number}.txt").write_text("\n\n".join([title, *texts]))
            states[f"heron-report-{number}"] = _begin(title, texts, publish)
        self.ledger.expect(states)
        return ["import_statements", folder, *(["--publish"] if publish else [])]

    def _import_bulk(self) -> None:
        file, states = self.folder / f"bulk-{next(self._numbers)}.jsonl", {}
        with file.open("w") as lines:
            for number in (next(self._numbers) for _ in range(_LINES)):
                title, *texts = _write("Stork", number)
                states[f"stork-report-{number}"] = _begin(title, texts, True)
                facts = {"id": f"stork-{number}", "title": title, "text": "\n\n".join(texts)}
                lines.write(f"{json.dumps(_BULK | facts)}\n")
        self.ledger.expect(states)
        self.run("bulk import", "import_statements", file, "--publish", "--quiet")

    def _deliver(self) -> None:
        self.run_to_the_end("import", *self.write_folder(publish=True))
        self.run("deliver", "deliver")

    def _index(self) -> None:
        self.run_to_the_end("import", *self.write_folder(publish=True))
        self.run("index", "index")

    # Steps at the desk, which an editor takes again

    def _edit(self) -> None:
        slug = self._find("draft")
        self._take("edit", slug, self._list_edits(slug))

    def _publish(self) -> None:
        slug = self._find("draft")
        self._take("publish", slug, self._list_publishing(slug))

    def _find(self, status: str) -> str:
        """A document of this status that was imported from a file, imported now if there is none."""
        if not any(each.status == status for each in self.ledger.known.values()):
            self.run_to_the_end("import", *self.write_folder(publish=False))
        return self.chance.choice([slug for slug, each in self.ledger.known.items() if each.status == status])

    def _list_edits(self, slug: str) -> Iterator[tuple[State, dict[str, str]]]:
        """The next state of a draft, and the button that leads to it, one after the other."""
        state = self.ledger.known[slug]
        state = state._replace(title=f"{state.title}, edited")
        yield state, {"do": "facts", "fact-title": state.title, **_FACTS}
        first, second, *rest = state.texts
        if second.startswith(_REST):
            state = state._replace(texts=(f"{first} {second}", *rest))
            yield state, {"do": "merge", "paragraph": _FIRST}
        else:
            half, other = first.split(f" {_REST}")
            state = state._replace(texts=(half, f"{_REST}{other}", second, *rest))
            yield state, {"do": "split", "paragraph": _FIRST, "before": _REST}
        yield state._replace(status="in-review"), {"do": "send", "words": "Is this the same heron?"}
        yield state, {"do": "send-back", "words": "It is."}

    def _list_publishing(self, slug: str) -> Iterator[tuple[State, dict[str, str]]]:
        state = self.ledger.known[slug]._replace(status="published", versions=1)
        yield state, {"do": "publish"}
        yield state._replace(copy=state.title), {"do": "correct"}
        title = f"{state.title}, corrected"
        yield state._replace(copy=title), {"do": "facts", "fact-title": title, **_FACTS}
        yield state._replace(title=title, versions=2), {"do": "publish-correction", "note": "The title was too short."}

    def _take(self, work: str, slug: str, steps: Iterator[tuple[State, dict[str, str]]]) -> None:
        """Take steps, one after the other, each until it is done; something may be killed meanwhile, once."""
        victim, began = self.killer.choose_victim(), time.monotonic()
        kill = self._kill_site if victim == "process" else lambda: self.killer.kill_database(victim)
        with Blow(self.killer.choose_moment(work), kill) as blow:
            for state, fields in steps:
                self.ledger.expect({slug: state})
                if not self._press(slug, fields):
                    assert blow.has_fallen, self.said
                    blow.wait()
                    self._revive(victim)
                    self._press_again(slug, fields)
                self.ledger.acknowledge()
        if not blow.has_fallen:
            self.killer.learn(work, time.monotonic() - began)
        self.killer.kills[work, victim] += blow.has_fallen
        self._revive(victim if blow.has_fallen else None)

    def _press_again(self, slug: str, fields: dict[str, str]) -> None:
        """Look whether a step was done although its answer was lost, and take it again if it was not."""
        end = time.monotonic() + _PATIENCE
        while not self.ledger.is_done() and not self._press(slug, fields):
            assert time.monotonic() < end, self.said
            time.sleep(0.1)

    def _press(self, slug: str, fields: dict[str, str]) -> bool:
        """Press a button of the review; whether the site has said that it was done."""
        try:
            key = self.ledger.find_key(slug)
            if "paragraph" in fields:
                fields = fields | {"paragraph": self.ledger.find_paragraph(key, fields["paragraph"])}
            return self.desk.send(f"statements/document/{key}/review/", fields).status_code == _FOUND
        except (requests.RequestException, psycopg2.Error):
            return False

    def _kill_site(self) -> None:
        self._end_site(signal.SIGKILL)

    def _revive(self, victim: Victim | None) -> None:
        """Start again what was killed, as systemd would."""
        if victim == "process":
            if not self._answers():
                self.serve()
        elif victim:
            self.killer.revive_database(victim)
        self.ledger.compare()


def _write(bird: str, number: int) -> list[str]:
    """A title and two paragraphs, with a word that no other report has."""
    name = "quay" + "".join(chr(ord("a") + int(digit)) for digit in str(number))
    texts = [_SENTENCES, _LAST]
    return [f"{bird} report {number}", *(each.format(number=number, name=name) for each in texts)]


def _begin(title: str, texts: list[str], publish: bool) -> State:
    return State(title, "published" if publish else "draft", tuple(texts), int(publish))
