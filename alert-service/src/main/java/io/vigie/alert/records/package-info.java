/** Records of the topic metrics as evaluation understands them, with the schemas that they name. */
@NullMarked
package io.vigie.alert.records;

import org.jspecify.annotations.NullMarked;
