"""Who may do what in a workspace: a small table that guides and is recorded. It is not security."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checklists.errors import N_
from store.errors import Refused


@dataclass(frozen=True, kw_only=True)
class Role:
    """The steps of one role, and the declared names that have it; without names it is everybody's."""

    verbs: tuple[str, ...]
    names: tuple[str, ...] = ()


def role_for(roles: Mapping[str, Role], who: str, verb: str) -> str:
    """The role in which `who` takes the step `verb`, "" where the workspace has no table.

    Raises:
        Refused: the step is that of other roles.
    """
    if not roles:
        return ""
    having = [name for name, role in roles.items() if verb in role.verbs]
    for name in having:
        if who in roles[name].names or not roles[name].names:
            return name
    own = dict.fromkeys(each for role in roles.values() if who in role.names or not role.names for each in role.verbs)
    raise Refused(
        N_("{who} may not “{verb_name}”; roles that may: {roles}; {who} may: {own} (workspace.yaml, roles)"),
        who=who,
        verb_name=verb,
        roles=", ".join(having) or "-",
        own=", ".join(own) or "-",
    )


def unknown_verbs(roles: Mapping[str, Role]) -> Iterator[tuple[str, str]]:
    """Each role with a verb that is no step."""
    from store.rectifying.life import VERBS  # what only reads the settings does without

    return ((name, verb) for name, role in roles.items() for verb in role.verbs if verb not in VERBS)
