"""`translate-kit tm concordance`: where words stand in a memory, and what they became."""

from __future__ import annotations

import sys
from contextlib import ExitStack

import click

from translate_kit.cli.base import Session, command, pass_session
from translate_kit.visible import escaped


@command(
    "concordance",
    example="""translate-kit tm concordance --memory memory.db "zelfredzaamheid"
    translate-kit tm concordance --memory memory.db '"eeuwige leider" kim*' --language nl --json""",
)
@click.argument("text")
@click.option("--memory", "urls", metavar="URL", multiple=True, required=True, help="A memory; may be repeated.")
@click.option("--language", metavar="LANG", help="Search the texts in this language only (else all).")
@click.option("--other", "other_language", metavar="LANG", help="Show the texts in this language only.")
@click.option("--case", is_flag=True, help="Capitals count.")
@click.option("--accents", is_flag=True, help="Accents count.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many passages at most.")
@click.option("--offset", type=click.IntRange(0), default=0, help="How many of the best to leave out: the next page.")
@pass_session
def concordance(
    session: Session,
    text: str,
    urls: tuple[str, ...],
    language: str | None,
    other_language: str | None,
    case: bool,
    accents: bool,
    limit: int,
    offset: int,
) -> None:
    """Find where words stand in a memory, with their translations.

    All words must be in the text; "quoted" ones one after the other. An asterisk stands for any letters, a question
    mark for one. First come the passages where the words stand together, then those in the shortest texts.
    """
    from tm.concordance import Search
    from tm.memory import Memory

    if not Search(text).phrases:
        raise click.BadParameter(f"{text!r}: there is no word in it.", param_hint="TEXT")
    with ExitStack() as stack:
        memory, *others = (stack.enter_context(Memory.open(url, create=False)) for url in dict.fromkeys(urls))
        passages = memory.concordance(
            text,
            language=language,
            other_language=other_language,
            case=case,
            accents=accents,
            limit=limit,
            offset=offset,
            others=others,
        )
    if session.json:
        session.print_json([passage.as_json() for passage in passages])
        return
    for passage in passages:
        shown, at = "", 0
        for start, end in passage.spans:
            # A word can lie in a phrase that was looked for as well.
            if end > at:
                first = max(start, at)
                shown += escaped(passage.text[at:first]) + _marked(escaped(passage.text[first:end]))
                at = end
        click.echo(f"{escaped(passage.language):>6}  {shown}{escaped(passage.text[at:])}")
        for other, translation in passage.translations:
            click.secho(f"{escaped(other):>6}  {escaped(translation)}", bold=True)
        about = (f"unit {passage.unit_id}", passage.memory, passage.changed or "")
        click.secho(f"        {escaped(', '.join(part for part in about if part))}", dim=True)
    if not passages:
        session.say("nothing found")


def _marked(text: str) -> str:
    return click.style(text, fg="green", bold=True) if sys.stdout.isatty() else f"[{text}]"
