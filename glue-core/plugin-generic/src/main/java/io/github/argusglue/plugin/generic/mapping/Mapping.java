package io.github.argusglue.plugin.generic.mapping;

import io.github.argusglue.plugin.generic.message.Document;
import io.github.argusglue.plugin.generic.message.RefusedException;
import io.github.argusglue.spi.LeftOut;
import java.util.List;

/** Translates documents of another program to the documented format. Safe for use by several threads. */
@FunctionalInterface
public interface Mapping {
    /** For documents that are in the documented format. */
    Mapping NONE = document -> new MappingResult(List.of(document.json()), LeftOut.nothing(), List.of());

    /**
     * Translates one document.
     *
     * @throws RefusedException if the document lacks something that the mapping needs; the message names the place as
     *     JSON Pointer and shows what is there
     */
    MappingResult apply(Document document) throws RefusedException;
}
