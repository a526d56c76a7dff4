"""Long work beside the editor, each job a process of its own, so that nobody who types waits for it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from translate_kit.errors import Conflict, Missing

KEPT = 20
"""Jobs whose results are kept; the oldest are forgotten."""


@dataclass(slots=True)
class Job:
    """One piece of work.

    Attributes:
        number: of the job.
        kind: `check`, `analysis`, `report`.
        started: seconds of the monotonic clock.
        state: `running`, `done` or `failed`.
        output: what it wrote.
        message: what went wrong.
        spent_s: how long it took.
    """

    number: int
    kind: str
    started: float
    state: str = "running"
    output: bytes = b""
    message: str = ""
    spent_s: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """As the API shows it; the output of a job that is done is there as `result` when it is JSON."""
        result = json.loads(self.output) if self.state == "done" and self.output[:1] in (b"{", b"[") else None
        return {
            "job": self.number,
            "kind": self.kind,
            "state": self.state,
            "message": self.message,
            "seconds": round(self.spent_s or time.monotonic() - self.started, 1),
            "result": result,
        }


class Jobs:
    """The jobs of a server; one of a kind runs at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._jobs: dict[int, Job] = {}
        self._processes: dict[int, subprocess.Popen[bytes]] = {}
        self._last = 0
        self._closed = False

    def start(self, kind: str, arguments: Sequence[str], *, fine: Sequence[int] = (0,)) -> Job:
        """Begin a job: `python -m translate_kit --project FOLDER ARGUMENTS`.

        Args:
            kind: of it.
            arguments: of the command.
            fine: exit codes that are no failure.

        Raises:
            Conflict: one of its kind is running.
            Missing: this machine has no room for another process.
        """
        with self._lock:
            if self._closed or any(job.kind == kind and job.state == "running" for job in self._jobs.values()):
                raise Conflict(f"a {kind} is running already; wait until it is done.")
            command = [sys.executable, "-m", "translate_kit", "--project", str(self._folder), *arguments]
            try:
                process = subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
                )
            except OSError as error:
                raise Missing(f"a {kind} cannot be started now ({error.strerror or error}). Try again.") from None
            self._last += 1
            job = Job(self._last, kind, time.monotonic())
            self._jobs[job.number] = job
            for number in [number for number, one in self._jobs.items() if one.state != "running"][:-KEPT]:
                del self._jobs[number]
            self._processes[job.number] = process
        threading.Thread(target=self._wait, args=(job, process, fine), name=f"editor-{kind}", daemon=True).start()
        return job

    def _wait(self, job: Job, process: subprocess.Popen[bytes], fine: Sequence[int]) -> None:
        output, messages = process.communicate()
        with self._lock:
            self._processes.pop(job.number, None)
            job.spent_s = time.monotonic() - job.started
            job.output = output
            job.state = "done" if process.returncode in fine else "failed"
            if job.state == "failed":
                said = messages.decode("utf-8", "replace").strip()
                job.message = said.splitlines()[-1] if said else f"it ended with {process.returncode}."

    def wait(self, job: Job) -> None:
        """Until a job is done, or has failed."""
        while job.state == "running":
            time.sleep(0.05)

    def get(self, number: int) -> Job | None:
        """A job by its number, None when there is none any more."""
        with self._lock:
            return self._jobs.get(number)

    def latest(self, kind: str) -> Job | None:
        """The last job of a kind that is done."""
        with self._lock:
            done = [job for job in self._jobs.values() if job.kind == kind and job.state == "done"]
        return done[-1] if done else None

    def close(self) -> None:
        """End what is running."""
        with self._lock:
            self._closed = True
            processes = list(self._processes.values())
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()
