#!/usr/bin/env python3
"""Counts the compiled templates whose text equals the reference's to the byte (Python 3 standard library only).

  text_fidelity.py [--bin build/release/fleetlint] [--shared ../shared] [-v]

Goldens made on Windows have CRLF line ends, and some files end with a line break that the compiler did not write; both are taken off
before comparing, nothing else. The conformance suites compare JSON values and hashes; this one shows indentation, escapes, number
forms and the order of keys as well. Only a count: it never fails a build.
"""
import argparse
import collections
import json
import os
import subprocess


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--bin', default='build/release/fleetlint')
    parser.add_argument('--shared', default='../shared')
    parser.add_argument('-v', action='store_true', help='name the ones that differ')
    args = parser.parse_args()
    corpora = os.path.abspath(os.path.join(args.shared, 'corpora'))
    if not os.path.isdir(corpora):
        print('skipped: no corpora at ' + args.shared)
        return
    with open(os.path.join(corpora, 'manifest.json'), encoding='utf-8') as f:
        cases = [c for c in json.load(f)['cases'] if c['kind'] in ('build', 'build-symbolic') and c['expected'].get('outcome') == 'match' and not c.get('blocked')]
    counts = collections.defaultdict(lambda: [0, 0, 0])
    for case in cases:
        stale = case.get('golden', {}).get('stale')
        command = [os.path.abspath(args.bin), 'build', os.path.join(corpora, case['inputs']['main']), '--stdout', '--cache-root', os.path.join(corpora, 'registry'),
                   '--types', os.path.join(corpora, 'types', 'generated')]
        with open(os.path.join(corpora, case['expected']['file']), encoding='utf-8-sig', newline='') as f:
            golden = f.read().replace('\r\n', '\n').rstrip('\n')
        try:
            block = json.loads(golden)['metadata']['_generator']
        except (ValueError, KeyError):
            continue
        generator = '%s@%s' % (block['name'], block['version'])
        command += ['--generator=' + generator, '--features=' + ','.join(case.get('features', []))]
        run = subprocess.run(command, cwd=corpora, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=dict(os.environ, **case['inputs'].get('env', {})))
        row = counts[case['group'].split('/')[0]]
        row[1] += 1
        row[2] += bool(stale)
        if run.returncode == 0 and run.stdout.decode('utf-8').rstrip('\n') == golden:
            row[0] += 1
        elif args.v:
            print('differs: %s%s' % (case['id'], ' (stale)' if stale else ''))
    for group, (equal, all_cases, stale) in sorted(counts.items()):
        print('%-18s %4d of %4d equal to the byte (%d goldens are stale)' % (group, equal, all_cases, stale))


if __name__ == '__main__':
    main()
