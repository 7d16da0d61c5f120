"""Sign-in by OpenID Connect, where ``[auth]`` stands in .streamlit/secrets.toml; without it the app is for one person.

``[access]`` may name who is let in by e-mail: ``emails = ["ann@site.org", "@institute.org"]``, an address or a domain.
``editors`` and ``admins`` name in the same way who may change the library, and who may also delete and anonymise; where
neither is there, everybody may do everything.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Literal, ParamSpec, TypeVar

import streamlit as st

from pages.parts.marked_text import literal

Role = Literal["reader", "editor", "admin"]
_RANKS: tuple[Role, ...] = ("reader", "editor", "admin")
P = ParamSpec("P")
R = TypeVar("R")


def guard() -> None:
    """Stop every page for those who have not signed in or are not let in; for others say who they are."""
    if not _is_set_up():
        return
    if not st.user.get("is_logged_in", False):
        st.title("On Record")
        st.write("This library is shared. Sign in to read it.")
        st.button("Sign in", type="primary", icon=":material/login:", on_click=st.login, key="sign-in")
        st.stop()
    if not is_let_in(email()):
        st.title("On Record")
        st.error(literal(f"{email()} is not among those who may read this library: ask who runs it."))
        st.button("Sign out", on_click=st.logout, key="sign-out")
        st.stop()
    with st.sidebar:
        st.caption(literal(f"Signed in as {email()}"))
        st.button("Sign out", on_click=st.logout, key="sign-out", type="tertiary", icon=":material/logout:")


def email() -> str:
    """Return the address of who is signed in, "" where nobody is."""
    return str(st.user.get("email") or "") if _is_set_up() else ""


def is_let_in(address: str) -> bool:
    """Tell whether an address is among those let in; without a list everybody is who can sign in."""
    listed = _listed("emails")
    return not listed or _is_among(address, (*listed, *_listed("editors"), *_listed("admins")))


def role_of(address: str) -> Role:
    """Return what an address may do: read; also add, correct and review; also delete and anonymise."""
    editors, admins = _listed("editors"), _listed("admins")
    if _is_among(address, admins) or not (editors or admins):
        return "admin"
    return "editor" if _is_among(address, editors) else "reader"


def may(role: Role) -> bool:
    """Tell whether who is here may do what a role may. Without sign-in that is everything."""
    return not _is_set_up() or _RANKS.index(role_of(email())) >= _RANKS.index(role)


def only(role: Role) -> Callable[[Callable[P, R]], Callable[P, R | None]]:
    """Return a decorator for what draws widgets: for those who may not do what they do, nothing is drawn."""

    def limit(draw: Callable[P, R]) -> Callable[P, R | None]:
        @wraps(draw)
        def limited(*args: P.args, **kwargs: P.kwargs) -> R | None:
            return draw(*args, **kwargs) if may(role) else None

        return limited

    return limit


def tell() -> None:
    """Say that a reader may not change anything, on pages where others would."""
    if not may("editor"):
        st.caption("You may read this library but not change it: ask who runs it to make you an editor.")


def _listed(name: str) -> tuple[str, ...]:
    return tuple(str(entry).casefold() for entry in st.secrets.get("access", {}).get(name, ()))


def _is_among(address: str, listed: Iterable[str]) -> bool:
    domain = f"@{address.casefold().rpartition('@')[2]}"
    return bool({address.casefold(), domain} & set(listed))


def _is_set_up() -> bool:
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets
