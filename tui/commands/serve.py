"""`auditty serve`: the screens in a browser."""

from __future__ import annotations

import argparse
import sys
from ipaddress import ip_address

from checklists.errors import AudittyError
from tui.commands.context import inspector, open_workspace
from tui.commands.output import Exit, complain, say
from tui.i18n import _, current_language


def serve(options: argparse.Namespace) -> int:
    """`auditty serve`: until it is stopped, for who has the address that it prints."""
    workspace = open_workspace(options)
    try:
        from tui.web.server import run
    except ImportError as error:
        raise AudittyError(
            _("a package is missing ({reason}); install it with: pip install 'auditty[browser]'").format(reason=error)
        ) from error

    # -P: a folder named tui where the server was started is none of ours.
    command = [sys.executable, "-P", "-m", "tui", "-w", str(workspace.root), "--lang", current_language(), "--mouse"]
    given = {"--inspector": inspector(options), "--theme": options.theme, "--keys": options.keys}
    command += [word for name, value in given.items() if value for word in (name, value)]
    command += ["--ascii"] if options.ascii else []
    if not _is_loopback(options.host):
        complain(
            _(
                "whoever has the address records in your name, and what goes over the network can be read: "
                "better leave --host alone and come over SSH (ssh -L {port}:127.0.0.1:{port}), or put an HTTPS proxy "
                "in front"
            ).format(port=options.port)
        )
    run(command, options.host, options.port, workspace.settings.title, _opened)
    return Exit.DONE


def _opened(address: str) -> None:
    say(_("Open in a browser of yours, and tell the address to nobody: {address}").format(address=address))
    say(_("Ctrl+C stops it; what was recorded stays."))


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
