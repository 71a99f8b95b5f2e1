"""Debian's Firefox, steered by its own Marionette protocol: one socket, JSON with its length in front.

Playwright steers a Firefox of its own build only, and the one of the distributions lacks commands that
Playwright's other protocol needs. This is the little that the tests ask for, in the words of WebDriver.
"""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key under which WebDriver hands elements over."""

PREFERENCES = {
    "marionette.port": 0,  # any free one, which it writes into the profile
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "browser.sessionstore.resume_from_crash": True,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
}

NO_OTHERS: Mapping[str, object] = MappingProxyType({})


def find_firefox() -> str | None:
    """The machine's Firefox: ``$FIREFOX``, else one on the path."""
    return os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")


class RefusedError(Exception):
    """What Firefox says when it cannot do as asked."""


class Firefox:
    """A running Firefox; commands wait until they are done."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        """Connect and begin a session."""
        self.process = process
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.number = 0
        self._read()  # its greeting
        self.ask("WebDriver:NewSession", strictFileInteractability=False)
        self.ask("WebDriver:SetTimeouts", implicit=10_000, pageLoad=60_000, script=30_000)

    def ask(self, command: str, **parameters: object) -> Any:
        """What Firefox answers to a command."""
        self.number += 1
        message = json.dumps([0, self.number, command, parameters]).encode()
        self.socket.sendall(str(len(message)).encode() + b":" + message)
        _, number, error, answer = self._read()
        assert number == self.number
        if error is not None:
            raise RefusedError(f"{command}: {error['error']}: {error['message']}")
        return answer["value"] if isinstance(answer, dict) and set(answer) == {"value"} else answer

    def open(self, address: str) -> None:
        """Load a page, with its scripts."""
        self.ask("WebDriver:Navigate", url=address)

    def run(self, script: str, *arguments: object) -> Any:
        """What a script with `return` gives on the page."""
        return self.ask("WebDriver:ExecuteScript", script=script, args=list(arguments))

    def type(self, selector: str, text: str) -> None:
        """Type into an element, key by key."""
        found = self.ask("WebDriver:FindElement", using="css selector", value=selector)
        self.ask("WebDriver:ElementSendKeys", id=found[ELEMENT], text=text)

    def new_tab(self) -> str:
        """Open a tab and go there; returns its handle."""
        handle = str(self.ask("WebDriver:NewWindow", type="tab")["handle"])
        self.go_to(handle)
        return handle

    def go_to(self, handle: str) -> None:
        """Go to a tab."""
        self.ask("WebDriver:SwitchToWindow", handle=handle, focus=True)

    def wait_for(self, condition: str) -> None:
        """Wait until a condition is true, on this page or on the one that it gives way to."""
        for _ in range(600):
            try:
                if self.run(f"return Boolean({condition})"):
                    return
            except RefusedError as refusal:
                if "unloaded" not in str(refusal) and "null" not in str(refusal):
                    raise
            time.sleep(0.05)
        raise AssertionError(f"it never came true: {condition}")

    def _read(self) -> Any:
        length = b""
        while (byte := self.socket.recv(1)) != b":":
            assert byte, "Firefox has gone"
            length += byte
        data = b""
        while len(data) < int(length):
            data += self.socket.recv(int(length) - len(data))
        return json.loads(data)


@contextmanager
def started(program: str, profile: Path, preferences: Mapping[str, object] = NO_OTHERS) -> Iterator[Firefox]:
    """A Firefox without a window, with a profile that may be used again, and other preferences if need be."""
    profile.mkdir(exist_ok=True)
    chosen = {**PREFERENCES, **preferences}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in chosen.items()]
    (profile / "user.js").write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = profile / "MarionetteActivePort"
    told.unlink(missing_ok=True)
    process = subprocess.Popen(
        [program, "--headless", "--marionette", "--no-remote", "--profile", str(profile)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "MOZ_CRASHREPORTER_DISABLE": "1"},
    )
    try:
        firefox = Firefox(process, _port(process, told))
        yield firefox
        firefox.socket.close()
    finally:
        process.kill()
        process.wait()


def _port(process: subprocess.Popen[bytes], told: Path) -> int:
    for _ in range(600):
        if told.exists() and (text := told.read_text(encoding="utf-8").strip()):
            return int(text)
        try:
            process.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            continue
        raise RefusedError("Firefox ended before it could be steered")
    raise RefusedError("Firefox does not say how it can be steered")
