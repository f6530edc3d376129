"""The command `tallybook`. Each subcommand is a module here that imports nothing heavy until it runs."""

from __future__ import annotations

from importlib import import_module

import click

from tallybook.cli.examples import write_examples

# command → module, and the line that `tallybook --help` shows without loading it
_COMMANDS = {
    "run": ("running", "read folders of prose, audit the numbers, publish a release"),
    "serve": ("serving", "run by schedule, or whenever there are new files"),
    "inspect": ("inspection", "show what the engine finds in one document"),
    "explain": ("explanation", "show which rule decided what"),
    "status": ("status", "show the current release and the last run"),
    "sql": ("sql", "query the current release"),
    "rejects": ("rejects", "list what was refused, and why"),
    "replay": ("replay", "read again what was refused, or everything"),
    "forget": ("forget", "erase documents, and never read them again"),
    "verify": ("verify", "prove a release against its manifest, and every number against its text"),
    "report": ("report", "show every number in the sentence it came from, in a browser"),
    "diff": ("diff", "show what changed between two releases"),
}


_EXAMPLES = (
    "tallybook run bulletins/ --store data",
    'tallybook inspect --text "Revenue rose 8% to 1.47 trillion yuan in 2021."',
    'tallybook sql "SELECT indicator, value, unit, time_period FROM observations"',
)


class _Commands(click.Group):
    """Loads the module of a subcommand when the subcommand is called, so that `--help` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module, _ = _COMMANDS[cmd_name]
        command: click.Command = import_module(f"tallybook.cli.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        write_examples(formatter, _EXAMPLES)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="tallybook", message="%(prog)s %(version)s")
def commands() -> None:
    """Turn a folder of raw prose into tables of numbers that people can query and trust.

    Completion: eval "$(_TALLYBOOK_COMPLETE=bash_source tallybook)", or zsh_source.
    """


def main() -> None:
    """Run the command: the entry point of the installed program."""
    commands(prog_name="tallybook")
