"""textual-serve, with a key at the door and a page that fetches nothing from elsewhere."""

from __future__ import annotations

import asyncio
import logging
import secrets
import signal
from collections.abc import Awaitable, Callable, Sequence
from hmac import compare_digest
from html import escape
from importlib.resources import files
from shlex import join

from aiohttp import web
from textual_serve.server import Server

from checklists.errors import AudittyError
from tui.i18n import _, current_language

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline'; "
    "style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
"""Nothing from elsewhere is loaded, no other page shows ours, and the key in the address is told to nobody."""


class BrowserServer(Server):
    """Runs `command` once for every page that is opened, for who has the key; the key is new with every server."""

    def __init__(self, command: Sequence[str], host: str, port: int, title: str) -> None:
        super().__init__(join(command), host, port, title)
        self.key = secrets.token_urlsafe(16)
        self._cookie = f"auditty-{port or self.key[:8]}"  # servers on free ports share one browser
        self._pages: set[asyncio.Task[object]] = set()

    def initialize_logging(self) -> None:
        """Only what goes wrong is worth a line."""
        logging.basicConfig(level=logging.ERROR, format="auditty: %(message)s")

    async def on_startup(self, app: web.Application) -> None:
        """The words at the start are the command's."""

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self._guarded])
        app.add_routes(
            [
                web.get("/", self.handle_index),
                web.get("/ws", self.handle_websocket),
                web.get("/download/{key}", self.handle_download),
                web.static("/static", self.statics_path),
            ]
        )
        app.on_shutdown.append(self._leave)
        return app

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """One page's program, for as long as the page is open."""
        page = asyncio.current_task()
        assert page is not None
        self._pages.add(page)
        try:
            return await super().handle_websocket(request)
        finally:
            self._pages.discard(page)

    async def _leave(self, app: web.Application) -> None:
        """Tell the programs of all pages to quit; nobody waits until the pages have noticed."""
        for page in self._pages:
            page.cancel()

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let through who shows the key, by the address once and by a cookie then, on pages of ours only.

        Another account of this machine reaches a loopback port as well, and any page in the same browser can open a
        web socket to it.
        """
        origin = request.headers.get("Origin")
        if origin not in (
            None,
            f"{request.scheme}://{request.host}",
            f"https://{request.host}",
        ):  # as by an HTTPS proxy
            raise web.HTTPForbidden(text=_("this page may be opened by itself only"))
        shown = request.query.get("key")
        if shown is not None and compare_digest(shown.encode(), self.key.encode()):
            answer: web.StreamResponse = web.HTTPFound("./")
            answer.set_cookie(self._cookie, self.key, httponly=True, samesite="Strict")
        elif compare_digest(request.cookies.get(self._cookie, "").encode(), self.key.encode()):
            answer = await handler(request)
        else:
            raise web.HTTPForbidden(text=_("open the whole address that “auditty serve” printed, its key included"))
        if not answer.prepared:
            answer.headers.update(HEADERS)
        return answer

    async def handle_index(self, request: web.Request) -> web.Response:
        """The page with the terminal."""
        page = files("tui.web").joinpath("page.html").read_text("utf-8")
        words = {
            "@LANG@": "zh-CN" if current_language() == "zh" else "en",
            "@TITLE@": self.title,
            "@ENDED@": _("The program has ended; what was recorded is saved."),
            "@AGAIN@": _("Open again"),
        }
        for name, text in words.items():
            page = page.replace(name, escape(text))
        return web.Response(text=page, content_type="text/html")


def run(command: Sequence[str], host: str, port: int, title: str, ready: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM. `ready` is told the address once it can be opened; `port` 0 takes a free one.

    Raises AudittyError when the port cannot be had.
    """
    asyncio.run(_run(BrowserServer(command, host, port, title), ready))


async def _run(server: BrowserServer, ready: Callable[[str], None]) -> None:
    server.initialize_logging()
    runner = web.AppRunner(await server._make_app())
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, server.host, server.port).start()
        except OSError as error:
            reason = error.strerror or str(error)
            raise AudittyError(
                _("port {port} of {host} cannot be had: {reason}; choose another with --port").format(
                    port=server.port, host=server.host, reason=reason
                )
            ) from error
        host, port = runner.addresses[0][:2]
        ready(f"http://{f'[{host}]' if ':' in host else host}:{port}/?key={server.key}")
        ended = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
        await ended.wait()
    finally:
        await runner.cleanup()
