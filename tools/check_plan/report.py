"""What was found: violations and figures."""

from dataclasses import dataclass, field


@dataclass
class Report:
    """What was found: violations by rule, and the recomputed figures."""

    violations: list[tuple[str, str]] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)

    def fault(self, rule: str, words: str) -> None:
        """Note one violation."""
        self.violations.append((rule, words))

    @property
    def rules(self) -> set[str]:
        """The rules that are broken."""
        return {rule for rule, _ in self.violations}
