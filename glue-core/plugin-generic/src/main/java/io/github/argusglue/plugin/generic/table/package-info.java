/** What the messages so far say: which alerts are open, and what is stored of it. */
@NullMarked
package io.github.argusglue.plugin.generic.table;

import org.jspecify.annotations.NullMarked;
