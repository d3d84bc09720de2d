package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.Snapshot;
import java.util.EnumSet;
import java.util.Set;

/** An optional ability of adapters that has tests of its own. */
enum Ability {
    FEEDBACK(FeedbackContract.class, "accepts feedback"),
    HISTORY(HistoryContract.class, "reads histories"),
    WEBHOOKS(WebhookContract.class, "receives webhooks"),
    ENDINGS(EndingsContract.class, "reports endings"),
    HELD(HeldContract.class, "returns held alerts"),
    PARTIAL(PartialContract.class, "returns partial snapshots"),
    ADOPTION(AdoptContract.class, "adopts incidents"),
    ACKNOWLEDGEMENTS(AcknowledgementContract.class, "returns acknowledgements"),
    SUPPRESSION(SuppressionContract.class, "returns suppressed alerts"),
    SCOPES(ScopeContract.class, "returns alerts with scopes"),
    NOTICES(NoticeContract.class, "posts notices"),
    STREAMS(StreamContract.class, "follows event streams"),
    RESPONDER(ResponderContract.class, "answers webhooks");

    private final Class<? extends AbilityContract> contract;
    private final String meaning;

    Ability(Class<? extends AbilityContract> contract, String meaning) {
        this.contract = contract;
        this.meaning = meaning;
    }

    /** Returns the contract with the tests of this ability. */
    Class<? extends AbilityContract> contract() {
        return contract;
    }

    /** Returns what an adapter with this ability does. */
    String meaning() {
        return meaning;
    }

    /** Returns the abilities that can be seen in a snapshot. */
    static Set<Ability> of(Snapshot found) {
        Set<Ability> seen = EnumSet.noneOf(Ability.class);
        if (!found.endings().isEmpty()) {
            seen.add(ENDINGS);
        }
        if (TestBench.isIncomplete(found)) {
            seen.add(PARTIAL);
        }
        if (found.alerts().stream().anyMatch(alert -> alert.heldReason().isPresent())) {
            seen.add(HELD);
        }
        if (found.alerts().stream().anyMatch(alert -> alert.suppression().isPresent())) {
            seen.add(SUPPRESSION);
        }
        if (!found.unknownScopes().isEmpty()
                || found.alerts().stream().anyMatch(alert -> alert.scope().isPresent())) {
            seen.add(SCOPES);
        }
        // An acknowledgement that came from Argus belongs to the feedback.
        if (found.alerts().stream()
                .anyMatch(alert -> alert.acknowledgement()
                        .filter(ack -> !ack.isFromArgus())
                        .isPresent())) {
            seen.add(ACKNOWLEDGEMENTS);
        }
        return seen;
    }
}
