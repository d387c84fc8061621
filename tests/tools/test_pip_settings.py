"""uv is told what pip was told."""

from tools.pip_settings import uv_environment

BEST = {"UV_INDEX_STRATEGY": "unsafe-best-match"}


def test_an_unconfigured_pip_leaves_uv_at_its_own_index() -> None:
    assert uv_environment("") == BEST


def test_indexes_and_certificates_of_pip_reach_uv() -> None:
    listing = "global.index-url='https://mirror.example/a'\nglobal.cert='/etc/ssl/own.pem'\n"
    assert uv_environment(listing) == BEST | {
        "UV_DEFAULT_INDEX": "https://mirror.example/a",
        "SSL_CERT_FILE": "/etc/ssl/own.pem",
    }


def test_the_environment_wins_over_the_configuration_file_whatever_the_order() -> None:
    listing = ":env:.index-url='https://b.example'\nglobal.index-url='https://a.example'\n"
    assert uv_environment(listing)["UV_DEFAULT_INDEX"] == "https://b.example"


def test_several_extra_indexes_on_several_lines_are_all_kept() -> None:
    listing = "global.extra-index-url='\\nhttps://a.example\\nhttps://b.example'\n"
    assert uv_environment(listing)["UV_INDEX"] == "https://a.example https://b.example"


def test_several_folders_of_wheels_are_separated_as_uv_reads_them() -> None:
    listing = "install.find-links='/one /two'\n"
    assert uv_environment(listing)["UV_FIND_LINKS"] == "/one,/two"


def test_other_options_of_pip_are_left_alone() -> None:
    assert uv_environment("global.default-timeout='60'\ndownload.index-url='x'\n") == BEST
