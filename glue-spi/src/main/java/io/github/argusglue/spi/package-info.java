/**
 * The contract between argus-glue and the adapters of monitoring systems.
 *
 * <p>An adapter says which alerts are open in its system now; everything else (comparing with Argus, writing to it,
 * retrying, guarding against mass closing) is the core's. A minimal adapter is a {@link SourceAdapterFactory} and a
 * {@link SourceAdapter} with two methods.
 *
 * <p>Nothing here may be null unless it is marked {@link org.jspecify.annotations.Nullable}. Values are immutable and
 * safe for use by any thread unless they say otherwise.
 */
@NullMarked
package io.github.argusglue.spi;

import org.jspecify.annotations.NullMarked;
