"""A command behind a wall: what it writes outside its folder, and every connection that it tries, is seen afterwards.

It sees the whole machine, but all it writes outside its folder goes to a layer of memory above it; and it has a network of its own
that leads back to itself. Needs Linux and root; without them nothing is walled, and that is told.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

_SCRIPT = """
set -e
mount -t tmpfs none "$WALL"
cd "$WALL"
mkdir upper work root
mount -t overlay overlay -o "lowerdir=/,upperdir=$WALL/upper,workdir=$WALL/work" root
mount --rbind /proc root/proc
mount --rbind /dev root/dev
mount --bind "$INSIDE" "root$INSIDE"
ip link set lo up
ip route add default dev lo
set +e
chroot root "$@"
code=$?
cd "$WALL/upper"
find . ! -type d > "$INSIDE/strays"
cat /proc/net/snmp /proc/net/snmp6 > "$INSIDE/net"
exit $code
"""
_COUNTED = {"Tcp:": ("ActiveOpens",), "Udp:": ("OutDatagrams",)}


@dataclass(frozen=True)
class Wall:
    """The command to run instead, and, once it has ended, what it did that it may not; ``stands``: the wall could be built."""

    command: list[str]
    folder: Path
    stands: bool

    def strays(self) -> list[str]:
        """Files written, changed or taken away outside the folder."""
        text = (self.folder / "strays").read_text("utf-8", "replace") if self.stands else ""
        return [line for line in text.splitlines() if line.strip()]

    def connections(self) -> dict[str, int]:
        """Connections and datagrams that were tried, by kind."""
        if not self.stands:
            return {}
        lines = (self.folder / "net").read_text("ascii").splitlines()
        found: dict[str, int] = {}
        for heads, values in pairwise(lines):
            kind = heads.split()[0]
            if kind in _COUNTED and values.startswith(kind) and not heads.split()[1].isdigit():
                row = dict(zip(heads.split()[1:], values.split()[1:], strict=True))
                found.update({f"{kind}{name}": int(row[name]) for name in _COUNTED[kind]})
        six = dict(line.split()[:2] for line in lines if line.startswith("Udp6OutDatagrams"))
        found.update({name: int(number) for name, number in six.items()})
        return found


def walled(command: list[str], folder: Path, wall: Path) -> Wall:
    """``command`` behind a wall; ``folder`` is the one that it may write in, ``wall`` an empty folder to build the wall in."""
    tools = all(shutil.which(name) for name in ("unshare", "ip", "mount", "chroot"))
    if not tools or os.geteuid() != 0:
        return Wall(command, folder, False)
    prefix = ["env", f"WALL={wall}", f"INSIDE={folder}", "unshare", "--mount", "--net", "sh", "-c", _SCRIPT, "walled"]
    tried = subprocess.run([*prefix, "true"], capture_output=True, check=False)
    return Wall([*prefix, *command], folder, True) if tried.returncode == 0 else Wall(command, folder, False)
