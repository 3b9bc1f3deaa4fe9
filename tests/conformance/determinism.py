#!/usr/bin/env python3
"""Compiles every module of the registry in one process again and again and compares the bytes (Python 3 standard library only).

  determinism.py [--bin build/release/fleetlint] [--shared ../shared] [--rounds 2]

Each round compiles with 1, 2 and 8 threads, the files in another order each time; templates, messages and exit codes must be the
same. Exit 0 when they are, 1 when not, 77 when there is no registry.
"""
import argparse
import hashlib
import os
import random
import subprocess
import sys
import tempfile


def digests(folder):
    found = {}
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            with open(path, 'rb') as f:
                found[os.path.relpath(path, folder)] = hashlib.sha256(f.read()).hexdigest()
    return found


def build(binary, corpora, sources, threads):
    with tempfile.TemporaryDirectory() as out:
        command = [binary, 'build', *sources, '--outdir', out, '-j', str(threads), '--cache-root', os.path.join(corpora, 'registry'),
                   '--types', os.path.join(corpora, 'types', 'generated')]
        run = subprocess.run(command, cwd=corpora, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        # Messages come in the order of the files that were asked for.
        return digests(out), sorted(run.stderr.splitlines()), run.stdout, run.returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--bin', default='build/release/fleetlint')
    parser.add_argument('--shared', default='../shared')
    parser.add_argument('--rounds', type=int, default=2)
    args = parser.parse_args()
    corpora = os.path.realpath(os.path.join(args.shared, 'corpora'))
    sources = []
    for root, _, names in os.walk(os.path.join(corpora, 'avm')):
        if 'main.bicep' in names and 'main.json' in names:
            sources.append(os.path.relpath(os.path.join(root, 'main.bicep'), corpora))
    if not sources:
        print('skipped: no module registry at ' + args.shared)
        return 77
    sources.sort()
    binary = os.path.abspath(args.bin)
    first = build(binary, corpora, sources, 1)
    print('%d sources, %d templates, %d messages, exit %d' % (len(sources), len(first[0]), len(first[1]), first[3]))
    order = random.Random(1)
    runs, differing = 1, 0
    for _ in range(args.rounds):
        for threads in (1, 2, 8):
            shuffled = list(sources)
            order.shuffle(shuffled)
            again = build(binary, corpora, shuffled, threads)
            runs += 1
            if again != first:
                differing += 1
                names = sorted(name for name in set(first[0]) | set(again[0]) if first[0].get(name) != again[0].get(name))
                print('differs with %d threads: %s' % (threads, ', '.join(names[:5]) or 'messages or exit code'))
    print('%d runs, %d different' % (runs, differing))
    return 1 if differing else 0


if __name__ == '__main__':
    sys.exit(main())
