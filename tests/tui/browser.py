"""A headless Chromium over its DevTools protocol, and the terminal in its page as a terminal emulator has it."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

import aiohttp
import pyte

PATIENCE = 60.0
"""Seconds to wait for what must come."""

NAMES = {"\r": ("Enter", 13), "\x1b": ("Escape", 27)}
"""Keys that no text is typed with: their name and code."""


class Browser:
    """One page. `lines` are what the terminal in it was sent; nothing is read from our own program."""

    def __init__(self, profile: Path) -> None:
        self._profile, self._loop = profile, asyncio.new_event_loop()
        self._numbers = itertools.count(1)
        self.requested: list[str] = []
        """The address of everything the page asked for."""
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)

    def __enter__(self) -> Browser:
        self._process = subprocess.Popen(
            ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--remote-debugging-port=0",
             "--window-size=1000,700", f"--user-data-dir={self._profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._do(self._connect())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._do(self._session.close())
        self._loop.close()

    def downloads_into(self, folder: Path) -> None:
        """What the page has the browser download goes there."""
        self._do(self._call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder)))

    def open(self, address: str) -> None:
        """Go to `address`."""
        self._do(self._call("Page.navigate", url=address))

    def press(self, keys: str, seen: Callable[[list[str]], object] | str) -> list[str]:
        """Type `keys`, and wait for what they lead to."""
        for key in keys:
            name, code = NAMES.get(key, (key, ord(key.upper())))
            stroke = {"key": name, "windowsVirtualKeyCode": code}
            self._do(self._call("Input.dispatchKeyEvent", type="keyDown", text=key, **stroke))
            self._do(self._call("Input.dispatchKeyEvent", type="keyUp", **stroke))
        return self.until(seen)

    def compose(self, text: str) -> None:
        """What an input method does when `text` is chosen."""
        self._do(self._call("Input.insertText", text=text))

    def until(self, seen: Callable[[list[str]], object] | str) -> list[str]:
        """Wait until the lines satisfy `seen` (a text: until it is on the screen), and return them."""
        end = time.monotonic() + PATIENCE
        while not (seen in "\n".join(self.lines) if isinstance(seen, str) else seen(self.lines)):
            if time.monotonic() > end:
                raise AssertionError(f"never in the page: {seen!r}\n" + "\n".join(self.lines))
            self._do(self._take_in())
        return self.lines

    @property
    def lines(self) -> list[str]:
        """What the terminal was told to show."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The words of the page outside the terminal that are to be seen."""
        return str(self.value("document.body.innerText"))

    def value(self, expression: str) -> Any:
        """What a JavaScript expression comes to."""
        return self._do(self._call("Runtime.evaluate", expression=expression, returnByValue=True))["result"]["value"]

    def picture(self) -> bytes:
        """The page as PNG."""
        return base64.b64decode(self._do(self._call("Page.captureScreenshot"))["data"])

    def _do(self, work: Any) -> Any:
        return self._loop.run_until_complete(work)

    async def _connect(self) -> None:
        said, end = self._profile / "DevToolsActivePort", time.monotonic() + PATIENCE
        while not (said.exists() and said.read_text().count("\n")):
            assert time.monotonic() < end, "Chromium does not start"
            await asyncio.sleep(0.05)
        port = said.read_text().split()[0]
        self._session = aiohttp.ClientSession()
        async with self._session.get(f"http://127.0.0.1:{port}/json/list") as answer:
            (page,) = [target for target in await answer.json() if target["type"] == "page"]
        self._socket = await self._session.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0)
        for domain in ("Page", "Network", "Runtime"):
            await self._call(f"{domain}.enable")

    async def _call(self, method: str, **parameters: object) -> dict[str, Any]:
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        while (message := json.loads((await self._socket.receive(PATIENCE)).data)).get("id") != number:
            self._told(message)
        assert "error" not in message, message
        return dict(message["result"])

    async def _take_in(self) -> None:
        try:
            self._told(json.loads((await self._socket.receive(0.1)).data))
        except TimeoutError:
            return

    def _told(self, message: dict[str, Any]) -> None:
        if message["method"] == "Network.requestWillBeSent":
            self.requested.append(message["params"]["request"]["url"])
        elif message["method"] == "Network.webSocketFrameSent":
            sent = message["params"]["response"]["payloadData"]
            if sent.startswith('["resize"'):
                size = json.loads(sent)[1]
                self._screen.resize(size["height"], size["width"])
        elif message["method"] == "Network.webSocketFrameReceived":
            frame = message["params"]["response"]
            if frame["opcode"] == 2:
                self._stream.feed(base64.b64decode(frame["payloadData"]))
