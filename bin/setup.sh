# Sourced by the commands beside it. Makes .venv match the lock files, and the front-end
# assets match package-lock.json; does nothing when both already do.
# Needs only a POSIX shell and Python 3.11 or later.

set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$ROOT"
export UV_PYTHON_DOWNLOADS=never
PY=$ROOT/.venv/bin/python

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# Sets PYTHON to the first interpreter that can make a virtual environment.
find_python() {
    without_venv=''
    for PYTHON in ${GOLDTHREAD_PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        new_enough "$PYTHON" || continue
        if "$PYTHON" -c 'import ensurepip, venv' >/dev/null 2>&1; then return; fi
        without_venv=${without_venv:-$PYTHON}
    done
    [ -z "$without_venv" ] ||
        stop "Python cannot make a virtual environment here. Install what it needs with: apt-get install $without_venv-venv"
    stop "Goldthread needs Python 3.11 or later and found none. Install it, or set GOLDTHREAD_PYTHON to its path."
}

make_venv() {
    if [ -x "$PY" ] && new_enough "$PY"; then return; fi
    find_python
    say "Making .venv with $("$PYTHON" -V)."
    "$PYTHON" -m venv --clear .venv
}

# Makes `import goldthread` and the `goldthread` command work from the checkout. The second and
# third lines of the command are how a script names an interpreter whose path may hold spaces.
link_source() {
    printf '%s\n' "$ROOT/src" >"$("$PY" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/goldthread.pth"
    cat >.venv/bin/goldthread <<SCRIPT
#!/bin/sh
'''exec' "$PY" "\$0" "\$@"
' '''
import sys

from goldthread.cli.main import main

sys.exit(main())
SCRIPT
    chmod +x .venv/bin/goldthread
}

# install_packages run|dev: the packages of one lock and no others. The dev lock holds everything
# the run lock does, so a dev environment is also a run environment.
install_packages() {
    wanted="$ROOT $("$PY" -V) $(cksum requirements*.txt bin/setup.sh)"
    [ "$(cat ".venv/installed-$1" 2>/dev/null)" != "$wanted" ] || return 0
    case $1 in run) lock=requirements.txt ;; dev) lock=requirements-dev.txt ;; esac
    say "Installing the packages of $lock."
    rm -f .venv/installed-run .venv/installed-dev
    "$PY" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt ||
        stop "Installing uv failed; the lines above say why. Check the network and pip's configuration, then run this again."
    settings=$("$PY" tools/pip_settings.py) && eval "$settings"
    .venv/bin/uv pip sync --quiet --require-hashes --python "$PY" "$lock" ||
        stop "Installing packages failed; the lines above say why. Check the network and pip's configuration, then run this again."
    link_source
    printf '%s\n' "$wanted" >.venv/installed-run
    [ "$1" = run ] || cp .venv/installed-run .venv/installed-dev
}

has_node() {
    command -v npm >/dev/null 2>&1 &&
        node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' >/dev/null 2>&1
}

build_front_end() {
    wanted=$(cksum package.json package-lock.json .npmrc src/goldthread/web/assets.py)
    [ ! -d src/goldthread/web/static/vendor ] || [ ! -d node_modules ] ||
        [ "$(cat .venv/built-front-end 2>/dev/null)" != "$wanted" ] || return 0
    say "Building the front-end assets."
    if ! has_node; then
        say "No Node 18 or later here, so fetching it as a Python package."
        settings=$("$PY" tools/pip_settings.py) && eval "$settings"
        .venv/bin/uv pip install --quiet --require-hashes --python "$PY" -r requirements-node.txt ||
            stop "Fetching Node failed; the lines above say why. Install Node 18 or later, or check the network."
    fi
    "$PY" -m goldthread.web.assets
    printf '%s\n' "$wanted" >.venv/built-front-end
}

# set_up run|dev
set_up() {
    make_venv
    install_packages "$1"
    build_front_end
}
