"""Runs that are ended at random moments of every stage, or whose workers are: what is served stays whole, the next run completes.

A moment counts only where it fell inside a run: the run is halted, looked at, and then ended, so that the stage is known too.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from observed import Content, command, content, differing, environment, left_behind, litter, sound
from small_papers import small_papers

STAGES = ("start", "reading", "loading", "linking", "publishing", "ending")
"""Program and rules are loaded; papers are read; the first are written; all are, and are linked; the file is checked and replaced;
the new one is served."""
SIGNALS = {"SIGKILL": signal.SIGKILL, "SIGTERM": signal.SIGTERM, "SIGINT": signal.SIGINT}
BELOW = ("template", "worker", "paper's process")
"""Processes below a run, by how far below."""
SHARE = {"SIGTERM": 0.1, "SIGINT": 0.1, "template": 0.05, "worker": 0.05, "paper's process": 0.05}
"""How many of each there are for every SIGKILL of a whole run."""
_CODES = {"SIGKILL": (-9,), "SIGTERM": (143, -15), "SIGINT": (130, -2)}
"""A signal that arrives before Python listens, or when all is done, ends the process itself: a shell shows the same number."""
_PATIENCE = 20.0
"""Seconds after which nothing may be left of a run."""


@dataclass
class Scene:
    """Papers, the database they are read into, and what an undisturbed run makes of them."""

    folder: Path
    database: Path
    temporary: Path
    whole: Content
    total: int
    lengths: dict[str, float]
    told: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0

    def fault(self, what: str, more: object = "") -> None:
        """Counts a fault, and shows what is known of it."""
        self.told[f"FAULT: {what}"] += 1
        print(f"  FAULT: {what}: {more}", flush=True)


def kills(work: Path, count: int, chance: random.Random, minutes: float) -> Counter[str]:
    """Ends ``count`` runs by SIGKILL, some more otherwise (see SHARE), a few between two runs that are left to complete.

    Begins no new round once ``minutes`` are over: a busy machine takes its time.
    """
    until = time.monotonic() + 60 * minutes
    scene = _scene(work)
    for stage, length in scene.lengths.items():
        print(f"  an undisturbed run: {stage} {length:.2f} s")
    deck = ["SIGKILL"] * count + [how for how, share in SHARE.items() for _ in range(round(share * count))]
    chance.shuffle(deck)
    start = work / "start.db"
    subprocess.run(command("ingest", scene.folder / "plan 0.txt", "--database", start), capture_output=True, check=True)
    rounds = 0
    while deck and time.monotonic() < until:
        _clear(scene.database)
        if chance.random() < 0.75:
            shutil.copy(start, scene.database)
        rounds += 1
        for _ in range(chance.randint(1, 12)):
            if not deck or time.monotonic() > until or _end_one(scene, deck, f"{rounds}-{len(deck)}-{id(scene)}", chance):
                break
        _complete(scene, f"{rounds}-last-{id(scene)}")
        if rounds % 5 == 0:
            print(f"  {rounds} rounds, {len(deck)} to go", flush=True)
    scene.told["rounds completed"], scene.told["not come to"] = rounds, len(deck)
    print(f"  all processes had gone {scene.slowest:.1f} s after the end of a run at the latest")
    return scene.told


def _scene(work: Path) -> Scene:
    folder, temporary = small_papers(work / "papers", 9), work / "temporary"
    temporary.mkdir()
    scene = Scene(folder, work / "plans.db", temporary, {}, len([*folder.iterdir()]), {})
    for number in range(2):  # the second finds all it needs in the machine's memory, as those that are ended will
        _clear(scene.database)
        seen: dict[str, float] = {}
        with _run(scene, f"{number}-{id(scene)}") as run:
            while run.process.poll() is None:
                seen.setdefault(run.stage(), time.monotonic())
                time.sleep(0.002)
    moments = [*seen.values(), time.monotonic()]
    scene.lengths = {stage: after - at for stage, at, after in zip(seen, moments[:-1], moments[1:], strict=True)}
    scene.whole = content(scene.database)
    return scene


@dataclass
class _Run:
    process: subprocess.Popen[bytes]
    log: Path
    database: Path
    total: int

    def stage(self) -> str:
        """How far the run has got, by what stands beside the database and what it has told."""
        lines = self.log.read_bytes().count(b'"event": "paper"')
        if lines < self.total:
            return "loading" if lines else "reading" if self.below(2) else "start"
        if _held(self.database.with_name(f"{self.database.name}.write-lock")):
            return "publishing"
        return "linking" if self.database.with_name(f"{self.database.name}.building").exists() else "ending"

    def below(self, depth: int) -> list[int]:
        """The processes so far below the run."""
        found = [self.process.pid]
        for _ in range(depth):
            found = [child for parent in found for child in _children(parent)]
        return found


def _children(process: int) -> list[int]:
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            found += map(int, (task / "children").read_text("ascii").split())
    return found


def _held(lock: Path) -> bool:
    """Whether somebody holds a lock on a file; the file alone may be what a killed run left."""
    try:
        number = f":{lock.stat().st_ino} "
    except FileNotFoundError:
        return False
    return any(number in line for line in Path("/proc/locks").read_text("ascii").splitlines())


@contextlib.contextmanager
def _run(scene: Scene, mark: str) -> Iterator[_Run]:
    log = scene.database.with_name("run.log")
    with log.open("wb") as file:
        process = subprocess.Popen(
            command("ingest", scene.folder, "--database", scene.database, "--workers", 2, "--log", "json"),
            stdout=subprocess.DEVNULL,
            stderr=file,
            env=environment(mark, scene.temporary),
        )
    try:
        yield _Run(process, log, scene.database, scene.total)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _end_one(scene: Scene, deck: list[str], mark: str, chance: random.Random) -> bool:
    """Ends one run as the deck says; whether the run has then completed all the same."""
    how = deck.pop()
    before = scene.database.read_bytes() if scene.database.exists() else None
    with _run(scene, mark) as run:
        stage = _strike(scene, run, how, chance)
        if stage is None:
            deck.insert(0, how)  # the run was over first: it does not count
        code = run.process.wait(300)
        text = run.log.read_bytes()
    if stage is not None:
        scene.told[how] += 1
        scene.told[f"{how} at {stage}"] += 1
        scene.told[f"{how}: ended with {code}"] += 1
        if code not in _CODES.get(how, (3,)):
            scene.fault("exit code", f"{how} at {stage}: {code}: {_words(text)}")
    if b"Traceback" in text:
        scene.fault("traceback", f"{how} at {stage}: {_words(text)}")
    _check(scene, mark, f"{how} at {stage}")
    after = scene.database.read_bytes() if scene.database.exists() else None
    if after != before and (differs := differing(scene.whole, content(scene.database))):
        scene.fault("neither old nor new", f"{how} at {stage}: {differs}")
    if code == 3 and after == before:
        scene.fault("nothing published", f"{how} at {stage}")
    return code == 3


def _strike(scene: Scene, run: _Run, how: str, chance: random.Random) -> str | None:
    """Waits for a random moment and strikes; the stage that was hit, None where the run was over before."""
    process = run.process
    wanted = chance.choice(STAGES[:3] if how in BELOW else STAGES)
    while process.poll() is None and STAGES.index(run.stage()) < STAGES.index(wanted):
        time.sleep(0.001)
    moment = time.monotonic() + chance.uniform(0, scene.lengths.get(wanted, 0.01))
    while process.poll() is None and run.stage() == wanted and time.monotonic() < moment:
        time.sleep(0.001)
    if how in BELOW:
        while process.poll() is None:
            stage, found = run.stage(), run.below(BELOW.index(how) + 1)
            with contextlib.suppress(ProcessLookupError):
                if found:
                    os.kill(chance.choice(found), signal.SIGKILL)
                    return stage
        return None
    if process.poll() is not None:
        return None
    process.send_signal(signal.SIGSTOP)
    while process.poll() is None and _state(process.pid) not in "TtZX":
        time.sleep(0.0005)
    if process.poll() is not None or _state(process.pid) in "ZX":
        return None
    stage = run.stage()
    process.send_signal(SIGNALS[how])
    process.send_signal(signal.SIGCONT)
    return stage


def _state(process: int) -> str:
    try:
        return Path(f"/proc/{process}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0]
    except OSError:
        return "X"


def _check(scene: Scene, mark: str, when: str, last: bool = False) -> None:
    """What has to hold after every end of a run; ``last``: after one that nothing disturbed, which also cleans up after others."""
    began = time.monotonic()
    for line in left_behind(mark, _PATIENCE):
        scene.fault("left behind", f"{when}: {line}")
    scene.slowest = max(scene.slowest, time.monotonic() - began)
    left = litter(scene.temporary, 1.0)
    if left and not last:
        scene.told[f"a temporary folder left to the next run after {when}"] += 1
    for name in left if last else ():
        scene.fault("temporary folder", f"{name}: {[path.name for path in (scene.temporary / name).rglob('*')][:5]}")
        shutil.rmtree(scene.temporary / name, ignore_errors=True)
    if scene.database.exists() and not sound(scene.database):
        scene.fault("damaged", when)
    scene.told["checked: integrity, foreign keys, processes, folders"] += 1


def _words(log: bytes) -> str:
    """What a run said beside its lines of progress."""
    return "\n".join(line for line in log.decode("utf-8", "replace").splitlines() if not line.startswith("{"))[-2000:]


def _complete(scene: Scene, mark: str) -> None:
    """Lets a run complete, which must then hold what an undisturbed one does, and have nothing beside it."""
    with _run(scene, mark) as run:
        code = run.process.wait(300)
        text = run.log.read_bytes()
    if code != 3 or b"Traceback" in text:
        scene.fault("not completed", f"{code}: {_words(text)}")
    if differs := differing(scene.whole, content(scene.database)):
        scene.fault("rows are not those of an undisturbed run", differs)
    _check(scene, mark, "a run that completes", last=True)
    for path in scene.database.parent.glob(f"{scene.database.name}?*"):
        scene.fault("litter", path.name)


def _clear(database: Path) -> None:
    for path in database.parent.glob(f"{database.name}*"):
        path.unlink()
