"""groundswell check: what is wrong with the set-up, and what to do about it."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands.check import Command as Checks

from groundswell.exchange.console import Sentences
from groundswell.exchange.examined import examine

MARKS = {"ok": "ok  ", "warn": "warn", "fail": "FAIL"}
DJANGOS_OWN = ("args", "tags", "list_tags", "deploy", "databases")


class Command(Sentences, Checks):
    help = "Look for mistakes in the set-up, and say what to do about each."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Django's own options stay: with one of them it is Django's own check."""
        super().add_arguments(parser)
        parser.add_argument("--json", action="store_true", help="one line for programs")
        parser.epilog = (
            "examples: groundswell check; groundswell check --json; groundswell check --deploy"
        )

    def handle(self, *labels: Any, **options: Any) -> None:
        """One line a finding; fails when one of them does."""
        if labels or any(options.get(name) for name in DJANGOS_OWN):
            super().handle(*labels, **options)
            return
        findings = list(examine())
        failed = sum(finding.level == "fail" for finding in findings)
        if options.get("json"):
            told = [asdict(finding) for finding in findings]
            self.stdout.write(json.dumps({"ok": not failed, "findings": told}))
        else:
            for finding in findings:
                self.stdout.write(f"{MARKS[finding.level]}  {finding.name}: {finding.says}")
                if finding.do:
                    self.stdout.write(f"      {finding.do}")
        if failed:
            raise CommandError(f"{failed} of {len(findings)} failed.")
