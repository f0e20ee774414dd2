"""``widget`` prints the two lines, or a whole page, and refuses what is no address."""

from typer.testing import CliRunner

from assistant.cli.ask import app
from assistant.widget.bundle import content_policy, element_line, host_page, script_line, widget

SERVER = "https://tro-ly.example"


def test_the_two_lines_come_first_and_the_policy_apart_from_them() -> None:
    done = CliRunner().invoke(app, ["widget", "--server", SERVER])
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [script_line(SERVER, widget()), element_line(SERVER)]
    assert done.stderr.strip() == f"Content-Security-Policy: {content_policy(SERVER)}"


def test_a_whole_page_is_printed_to_try_it() -> None:
    done = CliRunner().invoke(app, ["widget", "--server", f"{SERVER}/", "--page"])
    assert done.stdout.strip() == host_page(SERVER).strip()


def test_what_is_no_address_is_refused_with_its_code() -> None:
    done = CliRunner().invoke(app, ["widget", "--server", "tro-ly.example"])
    assert done.exit_code == 2
    assert "[input.address]" in done.stderr
