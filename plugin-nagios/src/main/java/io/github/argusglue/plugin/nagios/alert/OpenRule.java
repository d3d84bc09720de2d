package io.github.argusglue.plugin.nagios.alert;

import io.github.argusglue.plugin.nagios.model.Downtime;
import io.github.argusglue.plugin.nagios.model.ObjectStatus;
import io.github.argusglue.plugin.nagios.model.State;
import io.github.argusglue.spi.Suppression;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides from the status of an object whether it is an open alert. */
final class OpenRule {
    private final OpenConfig config;

    OpenRule(OpenConfig config) {
        this.config = config;
    }

    /** What an object's status means for its alert. */
    enum Verdict {
        /** The alert is open. */
        OPEN,
        /** Whether the alert is open cannot be told, or is not to be changed. */
        HELD,
        /** There is no alert. */
        NONE,
        /** The daemon has said that the problem is over. */
        OVER
    }

    /**
     * A verdict.
     *
     * @param reason why it is not simply open, for people; empty if it is
     * @param suppression why the daemon sends no notifications, for an open alert; null if it does
     */
    record Decision(
            Verdict verdict, String reason, @Nullable Suppression suppression) {
        static Decision of(Verdict verdict, String reason) {
            return new Decision(verdict, reason, null);
        }
    }

    /** @param wasOpen whether the alert was open until now */
    Decision decide(ObjectStatus status, boolean wasOpen) {
        if (!status.isChecked()) {
            return Decision.of(
                    wasOpen ? Verdict.HELD : Verdict.NONE, "not checked yet since the daemon lost its state");
        }
        if (!status.state().isProblem()) {
            boolean flaps = status.isFlapping() && config.flapping() != Policy.DROP;
            return wasOpen && flaps
                    ? Decision.of(Verdict.HELD, "flapping, " + status.state() + " at the moment")
                    : Decision.of(Verdict.OVER, status.state() + ": " + status.output());
        }
        if (!status.isHard() && !wasOpen && !config.openSoft()) {
            return Decision.of(Verdict.NONE, "SOFT state");
        }
        return decideProblem(status);
    }

    private Decision decideProblem(ObjectStatus status) {
        Policy strongest = Policy.SHOW;
        String reason = "";
        Suppression suppression = null;
        for (Hindrance hindrance : Hindrance.values()) {
            Optional<String> found = hindrance.find(status);
            if (found.isPresent()) {
                Policy policy = hindrance.policy(config);
                if (policy.compareTo(strongest) > 0) {
                    strongest = policy;
                    reason = found.get();
                }
                if (suppression == null) {
                    suppression = hindrance.suppression(status, found.get());
                }
            }
        }
        return switch (strongest) {
            case SHOW -> new Decision(Verdict.OPEN, "", suppression);
            case HOLD -> Decision.of(Verdict.HELD, reason);
            case DROP -> Decision.of(Verdict.NONE, reason);
        };
    }

    /** A reason for which the daemon sends no notification about a problem. */
    private enum Hindrance {
        HOST_DOWN {
            @Override
            Optional<String> find(ObjectStatus status) {
                return status.host()
                        .filter(host -> host.state() == State.DOWN && host.isHard())
                        .map(host -> "host " + host.key() + " is down");
            }

            @Override
            Policy policy(OpenConfig config) {
                return config.hostDown();
            }
        },
        UNREACHABLE {
            @Override
            Optional<String> find(ObjectStatus status) {
                ObjectStatus host = status.host().orElse(status);
                boolean unreachable = host.state() == State.UNREACHABLE || !host.isReachable() || !status.isReachable();
                return unreachable ? Optional.of("host " + host.key() + " is unreachable") : Optional.empty();
            }

            @Override
            Policy policy(OpenConfig config) {
                return config.unreachable();
            }
        },
        DOWNTIME {
            @Override
            Optional<String> find(ObjectStatus status) {
                boolean inDowntime = status.isInDowntime()
                        || status.host().filter(ObjectStatus::isInDowntime).isPresent();
                return inDowntime
                        ? Optional.of(details(status)
                                .map(downtime -> "downtime: " + downtime.text())
                                .orElse("downtime"))
                        : Optional.empty();
            }

            private Optional<Downtime> details(ObjectStatus status) {
                return status.downtime().or(() -> status.host().flatMap(ObjectStatus::downtime));
            }

            @Override
            Policy policy(OpenConfig config) {
                return config.downtime();
            }

            @Override
            Suppression suppression(ObjectStatus status, String reason) {
                Suppression suppression = Suppression.of(reason);
                return details(status)
                        .map(downtime -> suppression.by(downtime.author()).until(downtime.until()))
                        .orElse(suppression);
            }
        },
        NOTIFICATIONS_OFF {
            @Override
            Optional<String> find(ObjectStatus status) {
                boolean off = !status.isNotifying()
                        || status.host().filter(host -> !host.isNotifying()).isPresent();
                return off ? Optional.of("notifications are disabled") : Optional.empty();
            }

            @Override
            Policy policy(OpenConfig config) {
                return config.notificationsOff();
            }

            @Override
            Suppression suppression(ObjectStatus status, String reason) {
                return Suppression.of(reason);
            }
        },
        FLAPPING {
            @Override
            Optional<String> find(ObjectStatus status) {
                return status.isFlapping() ? Optional.of("flapping") : Optional.empty();
            }

            @Override
            Policy policy(OpenConfig config) {
                return config.flapping();
            }
        };

        /** Returns the reason, for people; empty if the status has no such reason. */
        abstract Optional<String> find(ObjectStatus status);

        abstract Policy policy(OpenConfig config);

        @Nullable
        Suppression suppression(ObjectStatus status, String reason) {
            return null;
        }
    }
}
