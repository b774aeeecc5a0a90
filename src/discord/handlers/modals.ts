import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from "discord.js";
import { MAX_QUESTION_CHARACTERS } from "../../util/read-question.ts";
import { LIMITS } from "../limits.ts";
import { fitPlain } from "../presenters/payload.ts";

export interface TextField {
  readonly id: string;
  readonly label: string;
  readonly value?: string;
  readonly required: boolean;
  readonly long: boolean;
  readonly maxLength?: number;
}

/** A form of text fields. */
export function textModal(
  customId: string,
  title: string,
  fields: readonly TextField[],
): APIModalInteractionResponseCallbackData {
  return {
    custom_id: customId,
    title: fitPlain(title, LIMITS.modalTitle),
    components: fields.map(({ id, label, value, required, long, maxLength }) => ({
      type: ComponentType.Label,
      label: fitPlain(label, LIMITS.modalLabel),
      component: {
        type: ComponentType.TextInput,
        custom_id: id,
        style: long ? TextInputStyle.Paragraph : TextInputStyle.Short,
        required,
        max_length: maxLength ?? MAX_QUESTION_CHARACTERS,
        ...(value === undefined ? {} : { value }),
      },
    })),
  };
}
