import { useEffect, useRef, useState } from 'react';
import { SearchIcon } from './icons';

const TYPING_MS = 250;

interface SearchBoxProps {
  value: string;
  label: string;
  maxLength: number;
  onChange: (text: string) => void;
  testId: string;
}

/** Tells what was typed when the typing pauses. Give it another key where its value changed from outside. */
export function SearchBox({ value, label, maxLength, onChange, testId }: SearchBoxProps) {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <div className="input-with-icon">
      <SearchIcon />
      <input
        type="search"
        className="input"
        value={text}
        maxLength={maxLength}
        aria-label={label}
        placeholder={label}
        onChange={(event) => {
          const next = event.target.value;
          setText(next);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => onChange(next), TYPING_MS);
        }}
        data-testid={testId}
      />
    </div>
  );
}
