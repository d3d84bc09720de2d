package io.github.argusglue.core.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Something that can be asked of a running process. */
@FunctionalInterface
public interface ControlCommand {

    /**
     * Does it. Called by several threads at once.
     *
     * @param request as it came, {@code command} among it
     * @param answer empty; whether the command failed is told by the exception alone
     * @throws CommandRefusedException if it cannot be done
     */
    void run(JsonNode request, ObjectNode answer) throws CommandRefusedException;

    /** A command that cannot be done as it was asked; the message is for the person who asked. */
    final class CommandRefusedException extends Exception {
        private static final long serialVersionUID = 1;

        public CommandRefusedException(String message) {
            super(message);
        }
    }
}
