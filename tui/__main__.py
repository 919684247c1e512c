"""`auditty` and `python -m tui`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from traceback import walk_tb


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out the command line; returns the exit code. Never shows a traceback for what a user can mend."""
    try:
        return _carry_out(sys.argv[1:] if arguments is None else list(arguments))
    except KeyboardInterrupt:
        from tui.commands.output import Exit, complain
        from tui.i18n import _

        complain(_("stopped"))
        return Exit.STOPPED


def _carry_out(given: Sequence[str]) -> int:
    # Loaded here: Ctrl+C is one line from the very first moment.
    from checklists.errors import AudittyError
    from tui.commands.context import speak
    from tui.commands.output import Exit, complain, complain_of, give_up_stdout
    from tui.commands.parser import run
    from tui.i18n import _

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal that cannot show a character gets its code
    try:
        speak(given)
        return run(given)
    except AudittyError as error:
        complain_of(error)
        return error.exit_code
    except BrokenPipeError:
        give_up_stdout()  # whoever read it has enough
        return Exit.DONE
    except OSError as error:
        # As when the output goes to a full disk; the store explains its own troubles.
        give_up_stdout()
        complain(_("{path}: {reason}").format(path=error.filename or _("the output"), reason=error.strerror))
        return Exit.MACHINE
    except Exception as error:
        # Whoever can work out a hash can write any value into a record; else it is a mistake of ours: say where.
        *_callers, (frame, line) = walk_tb(error.__traceback__)
        told = _(
            "a record holds what auditty does not write (see “auditty verify”), or auditty is wrong: {error}, {place}"
        )
        place = f"{Path(frame.f_code.co_filename).name}:{line}"
        complain(told.format(error=f"{type(error).__name__}: {error}", place=place))
        return Exit.NO


if __name__ == "__main__":
    raise SystemExit(main())
