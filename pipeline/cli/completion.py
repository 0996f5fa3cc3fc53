"""The command that prints what a shell needs to complete our commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the lines that make a shell complete commands and options.

    \b
    Examples:
      warraq completion bash >> ~/.bashrc
      warraq completion zsh >> ~/.zshrc
      warraq completion fish > ~/.config/fish/completions/warraq.fish
    """
    made = get_completion_class(shell)
    if made is None:
        raise click.UsageError(f"nothing is known of the shell {shell}")
    click.echo(made(context.find_root().command, {}, "warraq", "_WARRAQ_COMPLETE").source())
