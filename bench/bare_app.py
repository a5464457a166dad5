"""The least that a Typer program can be: one command that does nothing."""

import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def main() -> None:
    """Do nothing."""


if __name__ == "__main__":
    app()
