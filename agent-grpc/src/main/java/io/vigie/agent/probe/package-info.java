/** What is measured on this machine, each from the kernel's files or one system tool. */
@NullMarked
package io.vigie.agent.probe;

import org.jspecify.annotations.NullMarked;
