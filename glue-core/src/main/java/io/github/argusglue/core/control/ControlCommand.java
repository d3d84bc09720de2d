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

        public CommandRefusedException(String message) {
            super(message);
        }
    }
}
