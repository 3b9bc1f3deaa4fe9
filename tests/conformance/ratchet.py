#!/usr/bin/env python3
"""Compares the failures of the conformance suites with the lists in expected-failures/ (Python 3 standard library only).

  ratchet.py --binary build/dev/fleetlint [--suite NAME] [--update] [-j N] [TEXT]

The suites are the project's shared reference material; where that folder is not beside the project (nor named by FLEETLINT_SHARED) there is
nothing to run and the exit status is 77. A case that fails and is not listed is a step back; a case that passes and is listed is progress
that must be recorded: both exit with 1. --update rewrites the lists. TEXT chooses the suites whose name contains it, --suite exactly one.
"""
import argparse
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
LISTS = os.path.join(HERE, 'expected-failures')
SKIPPED = 77
HEADER = ('# Cases of the suite "%s" that do not pass yet, one id a line, with the reason behind ` # `. Written by `./dev conformance --update %s`;\n'
          '# a case that passes must leave the list, a case that fails must not need to enter it.\n')


def shared_folder():
    folder = os.environ.get('FLEETLINT_SHARED') or os.path.join(ROOT, '..', 'shared')
    return folder if os.path.exists(os.path.join(folder, 'tools', 'scoreboard.py')) else None


def suites(shared, binary, jobs):
    """Name and command of each suite, as the scoreboard lists them."""
    listing = subprocess.run([sys.executable, os.path.join(shared, 'tools', 'scoreboard.py'), '--list', '--bin', binary, '-j', str(jobs)],
                             stdout=subprocess.PIPE, text=True, check=True).stdout
    return [(line.split(None, 1)[0], shlex.split(line.split(None, 1)[1])) for line in listing.splitlines() if line.strip()]


def failing_cases(command):
    """The ids that fail, how many pass, and what the tool printed; None for the ids if the tool itself broke."""
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, 'report.json')
        has_report = not command[1].endswith('rollout_vectors.py')
        run = subprocess.run(command + (['--report', report] if has_report else []), stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors='replace')
        closing = re.findall(r'(\d+) passed, (\d+) failed', run.stdout)
        if not closing:
            return None, 0, run.stdout
        passed = int(closing[-1][0])
        if not has_report:
            return set(re.findall(r'^FAILED (\S+)', run.stdout, re.M)), passed, run.stdout
        with open(report, encoding='utf-8') as f:
            data = json.load(f)
        if 'failures' in data:
            failed = {f['id'] if isinstance(f, dict) else f[0] for f in data['failures']}
        else:
            failed = {name for name, problems in data.items() if problems}
        return failed, passed, run.stdout


def read_list(name):
    """The listed cases, each with the reason that stands behind it: `ID # why the golden cannot be met`."""
    try:
        with open(os.path.join(LISTS, name + '.txt'), encoding='utf-8') as f:
            lines = [line.strip().partition(' # ') for line in f if line.strip() and not line.startswith('#')]
            return {case.strip(): reason.strip() for case, _, reason in lines}
    except FileNotFoundError:
        return {}


def write_list(name, failed):
    reasons = read_list(name)
    os.makedirs(LISTS, exist_ok=True)
    with open(os.path.join(LISTS, name + '.txt'), 'w', encoding='utf-8') as f:
        f.write(HEADER % (name, name))
        f.writelines(case + (' # ' + reasons[case] if reasons.get(case) else '') + '\n' for case in sorted(failed))


def show(title, cases, limit=40):
    print('  %s (%d):' % (title, len(cases)))
    for case in sorted(cases)[:limit]:
        print('    ' + case)
    if len(cases) > limit:
        print('    and %d more' % (len(cases) - limit))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--binary', required=True)
    parser.add_argument('--suite', help='exactly this suite')
    parser.add_argument('--update', action='store_true')
    parser.add_argument('-j', type=int, default=os.cpu_count() or 1)
    parser.add_argument('text', nargs='?', default='')
    args = parser.parse_args()
    shared = shared_folder()
    if shared is None:
        print('skipped: the shared conformance material is not beside this project (FLEETLINT_SHARED names its folder)')
        return SKIPPED
    chosen = [(n, c) for n, c in suites(shared, os.path.abspath(args.binary), args.j)
              if (n == args.suite if args.suite else args.text in n)]
    if not chosen:
        print('no suite matches', file=sys.stderr)
        return 2
    good = True
    for name, command in chosen:
        begin = time.monotonic()
        failed, passed, output = failing_cases(command)
        if failed is None:
            print('%s: the suite did not run\n%s' % (name, output[-2000:]))
            good = False
            continue
        expected = set(read_list(name))
        print('%-12s %5d of %5d pass, %5d expected to fail  %6.1f s' % (
            name, passed, passed + len(failed), len(expected), time.monotonic() - begin), flush=True)
        if args.update:
            write_list(name, failed)
            continue
        if failed - expected:
            show('fail and are not listed: a step back', failed - expected)
        if expected - failed:
            show('listed but no longer failing: run `./dev conformance --update %s`' % name, expected - failed)
        good &= failed == expected
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit(main())
