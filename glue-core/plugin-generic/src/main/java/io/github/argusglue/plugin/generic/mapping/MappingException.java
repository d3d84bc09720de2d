package io.github.argusglue.plugin.generic.mapping;

import io.github.argusglue.plugin.generic.message.Documents;
import java.io.Serial;

/** A document does not have what the mapping needs. The message is for the sender and for operators. */
public final class MappingException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    MappingException(String message) {
        super(message);
    }

    /** Returns the same fault with the place of the element in front. */
    MappingException at(Element element) {
        String where = element.place().isEmpty() ? "" : "'" + element.place() + "': ";
        return new MappingException(where + getMessage() + "; got " + Documents.excerpt(element.json()));
    }
}
