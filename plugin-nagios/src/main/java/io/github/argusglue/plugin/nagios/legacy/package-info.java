/** What SUNET's nglue and nagios-argus-glue leave behind: their incidents, their configuration and their posts. */
@NullMarked
package io.github.argusglue.plugin.nagios.legacy;

import org.jspecify.annotations.NullMarked;
