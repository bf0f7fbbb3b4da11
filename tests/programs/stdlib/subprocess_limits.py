# Numbers that are no ids, and children when the interpreter ends.
import os
import subprocess
import sys

for number in 2**64, 2**32, 2**31, -(2**70):
    for kind in "extra_groups", "group", "user":
        argument = [number] if kind == "extra_groups" else number
        try:
            # Who is not privileged can't have any.
            code = subprocess.call([sys.executable, "-c", ""], cwd="/", **{kind: argument})
            print(kind, "accepted")
        except PermissionError:
            print(kind, "accepted")
        except Exception as exc:
            print(kind, type(exc).__name__, exc)

for returncode in None, "2", 2.5, [2]:
    print(subprocess.CalledProcessError(returncode, "command"))


class AtTheEnd:
    def __del__(self):
        for attempt in os.fork, lambda: subprocess.call([sys.executable], preexec_fn=print):
            try:
                attempt()
            except Exception as exc:
                print(type(exc).__name__, exc, flush=True)


kept = AtTheEnd()
