"""A YAML language server as editors start it, spoken to over its standard input and output."""

import json
import os
import subprocess
import threading
from pathlib import Path
from typing import Any, Self

from tools import NODE_MODULES, find_node

SERVER = NODE_MODULES / "yaml-language-server" / "bin" / "yaml-language-server"

# An editor's defaults, without the look-up of other projects' schemas online.
SETTINGS = {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}


class LanguageServer:
    """One running server. It reads schemas from the folder of the files it is shown."""

    def __init__(self, folder: Path, server: Path = SERVER) -> None:
        """Start it with ``folder`` as its workspace, and with nothing looked up online."""
        self._folder = folder
        self._process = subprocess.Popen(
            [str(find_node()), str(server), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        # A server that no longer answers ends, and the test fails instead of waiting forever.
        self._guard = threading.Timer(300, self._process.kill)
        self._guard.start()
        self._number = 0
        self._opened = 0
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}
        workspace = {"uri": folder.as_uri(), "name": "modules"}
        markdown = ["markdown", "plaintext"]
        completion_item = {"snippetSupport": True, "documentationFormat": markdown}
        text_document = {
            "completion": {"completionItem": completion_item},
            "hover": {"contentFormat": markdown},
            "publishDiagnostics": {"relatedInformation": True},
        }
        self._ask(
            "initialize",
            processId=os.getpid(),
            rootUri=folder.as_uri(),
            workspaceFolders=[workspace],
            capabilities={"textDocument": text_document, "workspace": {"configuration": True}},
        )
        self._tell("initialized")

    def __enter__(self) -> Self:
        """Use it in a ``with`` statement, so that it ends."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._guard.cancel()
        self._process.kill()
        self._process.communicate()

    def diagnose(self, text: str) -> list[str]:
        """Open a file with this text; returns what the editor says where it underlines."""
        uri = self._open(text)
        while uri not in self._diagnostics:
            self._handle(self._read())
        self._tell("textDocument/didClose", textDocument={"uri": uri})
        return [item["message"] for item in self._diagnostics.pop(uri)]

    def complete(self, marked: str) -> dict[str, dict[str, Any]]:
        """What the editor offers at the ``‸`` in the text: the items under their labels."""
        answer = self._ask_at("textDocument/completion", marked)
        return {item["label"]: item for item in answer["items"]}

    def hover(self, marked: str) -> str:
        """What the editor shows about the word after the ``‸`` in the text, as Markdown."""
        answer = self._ask_at("textDocument/hover", marked)
        return str(answer["contents"]["value"]) if answer else ""

    def _ask_at(self, method: str, marked: str) -> Any:
        before, after = marked.split("‸")
        uri = self._open(before + after)
        position = {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}
        answer = self._ask(method, textDocument={"uri": uri}, position=position)
        self._tell("textDocument/didClose", textDocument={"uri": uri})
        return answer

    def _open(self, text: str) -> str:
        self._opened += 1  # a new name each time: the server remembers what it read under a name
        uri = (self._folder / f"{self._opened}.yml").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", textDocument=document)
        return uri

    def _ask(self, method: str, **params: Any) -> Any:
        self._number += 1
        self._write({"id": self._number, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == self._number and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self._handle(message)

    def _tell(self, method: str, **params: Any) -> None:
        self._write({"method": method, "params": params})

    def _handle(self, message: dict[str, Any]) -> None:
        """Keep what the server reports, and answer what it asks: it is set up as by default, offline."""
        if message.get("method") == "textDocument/publishDiagnostics":
            self._diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message and "method" in message:
            result: Any = None
            if message["method"] == "workspace/configuration":
                sections = [item.get("section") for item in message["params"]["items"]]
                result = [SETTINGS if section == "yaml" else {} for section in sections]
            self._write({"id": message["id"], "result": result})

    def _write(self, message: dict[str, Any]) -> None:
        assert self._process.stdin
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        length = 0
        while header := self._process.stdout.readline().strip():
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the language server has ended"
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return message
