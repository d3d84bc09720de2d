package io.github.argusglue.core.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A command that a running process accepts. */
@FunctionalInterface
public interface ControlCommand {

    /**
     * Executes the command. Thread-safe.
     *
     * @param request the request, including {@code command}
     * @param answer empty at first; failure is only reported by the exception
     * @throws CommandRefusedException if the command is rejected
     */
    void run(JsonNode request, ObjectNode answer) throws CommandRefusedException;

    /** The command is rejected; the message is for the person who sent it. */
    final class CommandRefusedException extends Exception {
        private static final long serialVersionUID = 1;
        private final boolean isUsage;

        public CommandRefusedException(String message) {
            this(message, false);
        }

        private CommandRefusedException(String message, boolean isUsage) {
            super(message);
            this.isUsage = isUsage;
        }

        /** Returns a refusal of a request that can never succeed, because it names what does not exist. */
        public static CommandRefusedException unknown(String message) {
            return new CommandRefusedException(message, true);
        }

        /** Returns whether the request can never succeed. */
        public boolean isUsage() {
            return isUsage;
        }
    }
}
