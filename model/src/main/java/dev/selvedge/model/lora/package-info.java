/** Low-rank adapters of frozen weights (Hu et al. 2021), in the folders of Hugging Face's PEFT. */
@NullMarked
package dev.selvedge.model.lora;

import org.jspecify.annotations.NullMarked;
