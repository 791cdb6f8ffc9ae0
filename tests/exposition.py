"""What `/metrics` tells, read by Prometheus' own parser."""

from dataclasses import dataclass

from prometheus_client.parser import text_string_to_metric_families

SECONDS = "strategraf_query_seconds"


def samples(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Return each value by its name and its labels, none of which may be told twice."""
    found = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    named = {(each.name, tuple(sorted(each.labels.items()))): each.value for each in found}
    assert len(named) == len(found)
    return named


@dataclass(frozen=True)
class Times:
    """How long queries took: how many of them up to each bound, all of them, and their seconds together."""

    buckets: tuple[tuple[float, float], ...]
    count: float
    sum: float

    @classmethod
    def of(cls, text: str) -> "Times":
        """Read them."""
        family = next(each for each in text_string_to_metric_families(text) if each.name == SECONDS)
        assert family.type == "histogram"
        buckets = [(float(each.labels["le"]), each.value) for each in family.samples if each.name.endswith("_bucket")]
        rest = {each.name: each.value for each in family.samples if not each.name.endswith("_bucket")}
        return cls(tuple(buckets), rest[f"{SECONDS}_count"], rest[f"{SECONDS}_sum"])

    def bucket_since(self, before: "Times") -> tuple[float, float]:
        """Return the bounds of the one bucket into which one query has come since: it took more than the lower."""
        grown = [(bound, now - then) for (bound, now), (_, then) in zip(self.buckets, before.buckets, strict=True)]
        lower = max((bound for bound, growth in grown if growth == 0), default=0.0)
        assert [growth for _, growth in grown] == [float(bound > lower) for bound, _ in grown]
        return lower, min(bound for bound, _ in grown if bound > lower)
