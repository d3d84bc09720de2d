/**
 * The contract between argus-glue and the adapters of monitoring systems.
 *
 * <p>An adapter reports which alerts are open in its system now. The core does everything else: it compares them with
 * Argus, writes to Argus, retries, and guards against mass closing. A minimal adapter is a {@link SourceAdapterFactory}
 * and a {@link SourceAdapter} with two methods.
 *
 * <p>Parameters and results are never null unless they are marked {@link org.jspecify.annotations.Nullable}. Values are
 * immutable and safe for use by any thread unless their documentation says otherwise.
 */
@NullMarked
package io.github.argusglue.spi;

import org.jspecify.annotations.NullMarked;
